use vantail_shared::clock::ManualClock;

use super::*;

fn bucket(prefix: &str) -> Bucket {
    let address = BucketAddress {
        endpoint: "http://127.0.0.1:9".parse().unwrap(),
        bucket: "papers".to_owned(),
        region: "us-east-1".to_owned(),
        prefix: prefix.to_owned(),
        access_key: "access".into(),
        secret_key: "secret".into(),
        ca: PathBuf::new(),
    };
    Bucket::new(&address, Arc::new(ManualClock::at(0)), Tags::new(&[1; 32])).unwrap()
}

#[test]
fn no_path_leads_out_of_the_prefix() {
    assert_eq!(bucket("").key("2026/a b.pdf").unwrap(), "/papers/2026/a%20b.pdf");
    assert_eq!(bucket("org/a").key("é.pdf").unwrap(), "/papers/org/a/%C3%A9.pdf");
    let long = "x".repeat(MAX_KEY + 1);
    for out in ["", "/a", "a/", "a//b", "../b", "a/../../b", "./a", "..", "a\\..\\b", "a\0", "a\nb", &long] {
        assert_eq!(bucket("org/a").key(out), None, "{out:?}");
    }
}

#[tokio::test]
async fn a_store_that_is_away_says_so_in_time() {
    let began = Instant::now();
    let opened = bucket("").open("a.pdf", |_| Ok(None)).await;
    assert_eq!(opened.unwrap_err().code, Code::Unavailable);
    assert_eq!(
        bucket("").presences(vec!["a".to_owned(), "../b".to_owned()]).await,
        [Presence::Unknown, Presence::Missing]
    );
    assert_eq!(bucket("").probe().await.unwrap_err().code, Code::Unavailable);
    assert!(began.elapsed() < Duration::from_secs(3));
}
