//! Who gets through the handshake, and what happens when certificates change under a running pair.

use std::{fs, time::Duration};

use tempfile::TempDir;
use vantail_certs::Subject;
use vantail_proto::portal::{HomeRequest, LegalRequest};
use vantail_shared::failure::Code;
use vantail_tests::{
    organisation::ELEONORE,
    pair::Pair,
    pki::{Pki, TRUST_DOMAIN},
    until::until,
    wire::{Wire, code, with},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_hop_is_tls_1_3_with_hybrid_key_exchange_and_no_resumption() {
    let pair = Pair::start().await;
    let tls = pair.world.pki.client("public-f1", 0);
    for address in pair.back.addresses.data.iter().chain(&pair.back.addresses.files) {
        for _ in 0..2 {
            let stream = tls.connect(*address).await.unwrap();
            let connection = stream.get_ref().get_ref().1;
            assert_eq!(connection.protocol_version(), Some(rustls::ProtocolVersion::TLSv1_3));
            let group = connection.negotiated_key_exchange_group().unwrap();
            assert_eq!(group.name(), rustls::NamedGroup::X25519MLKEM768);
            assert_eq!(connection.handshake_kind(), Some(rustls::HandshakeKind::Full));
            assert_eq!(connection.alpn_protocol(), Some(b"h2".as_slice()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_expired_and_wrong_certificates_are_refused_on_every_port() {
    let pair = Pair::start().await;
    let pki = &pair.world.pki;
    pki.issue(&Subject::public("old").unwrap(), 20);
    let elsewhere = TempDir::new().unwrap();
    let foreign = Pki::create(elsewhere.path());
    let clients = [
        ("foreign", foreign.client_trusting("public-f1", 0, &pki.ca())),
        ("expired", pki.client("public-old", 15)),
        ("of a back", pki.client("back-b1", 0)),
    ];
    for (what, tls) in clients {
        for address in pair.back.addresses.data.iter().chain(&pair.back.addresses.files) {
            // TLS 1.3 lets the client finish first: the refusal shows at the first call.
            let refused = match Wire::connect(tls.clone(), *address).await {
                Err(_) => true,
                Ok(wire) => wire.portal().legal(with(None, LegalRequest {})).await.is_err(),
            };
            assert!(refused, "a certificate that is {what} on {address}");
        }
    }
    assert!(pair.wire("public-f1").await.portal().legal(with(None, LegalRequest {})).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_our_ca_that_names_nobody_of_ours_is_refused_on_every_port() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let pair = Pair::start().await;
    let speaks = async |uri: Option<&str>, address| {
        let tls = pair.world.pki.stranger(uri);
        let tcp = tokio::net::TcpStream::connect(address).await.unwrap();
        let name = format!("back.{TRUST_DOMAIN}").try_into().unwrap();
        let Ok(mut stream) = tls.connect(name, tcp).await else { return false };
        // HTTP/2's preface with empty settings: whoever is let in hears settings in return.
        let sent = stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await;
        let mut answer = [0; 9];
        sent.is_ok() && stream.read_exact(&mut answer).await.is_ok()
    };
    for address in pair.back.addresses.data.iter().chain(&pair.back.addresses.files) {
        let ours = format!("spiffe://{TRUST_DOMAIN}/front/public/f9");
        assert!(speaks(Some(&ours), *address).await, "the same with our URI is let in");
        let elsewhere = "spiffe://elsewhere.example/front/public/f1";
        let other = format!("spiffe://{TRUST_DOMAIN}/front/other/f1");
        for uri in [None, Some(elsewhere), Some(&other), Some("https://front.example/")] {
            assert!(!speaks(uri, *address).await, "{uri:?} on {address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_text_and_half_handshakes_do_not_stop_the_others() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let pair = Pair::start().await;
    let address = pair.back.addresses.data[0];
    let mut idle = Vec::new();
    for _ in 0..50 {
        idle.push(tokio::net::TcpStream::connect(address).await.unwrap());
    }
    let mut plain = tokio::net::TcpStream::connect(address).await.unwrap();
    plain.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!answer.windows(4).any(|bytes| bytes == b"HTTP"), "no answer in the clear");
    assert!(pair.wire("public-f1").await.portal().legal(with(None, LegalRequest {})).await.is_ok());
    // The idle ones are let go after the handshake limit of 5 seconds.
    for mut stream in idle {
        let mut byte = [0];
        let end = tokio::time::timeout(Duration::from_secs(8), stream.read(&mut byte)).await;
        assert!(matches!(end, Ok(Ok(0) | Err(_))), "an idle handshake ends");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_front_loses_its_living_connection() {
    let pair = Pair::start().await;
    let token = pair.token(ELEONORE).await;
    pair.world.pki.issue(&Subject::public("f2").unwrap(), 0);
    let (stays, goes) = (pair.wire("public-f1").await, pair.wire("public-f2").await);
    assert!(goes.portal().home(with(Some(&token), HomeRequest {})).await.is_ok());

    pair.world.pki.revoke("public/f2");
    pair.back.reload.send(()).await.unwrap();
    until("the revoked front to be cut off", async || {
        goes.portal().home(with(Some(&token), HomeRequest {})).await.is_err().then_some(())
    })
    .await;
    // The channel reconnects by itself: the handshake refuses it then.
    assert!(goes.portal().home(with(Some(&token), HomeRequest {})).await.is_err());
    assert!(stays.portal().home(with(Some(&token), HomeRequest {})).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pair_is_refused_and_the_old_one_kept() {
    let pair = Pair::start().await;
    let key = pair.world.pki.files("back-b1").key;
    let good = fs::read(&key).unwrap();
    for bad in [fs::read(pair.world.pki.files("public-f1").key).unwrap(), b"half a fi".to_vec(), Vec::new()] {
        fs::write(&key, bad).unwrap();
        assert!(pair.back.checked.tls.reload().is_err());
        assert!(pair.wire("public-f1").await.portal().legal(with(None, LegalRequest {})).await.is_ok());
    }
    fs::write(&key, good).unwrap();
    assert!(pair.back.checked.tls.reload().is_ok());
    assert!(pair.wire("public-f1").await.portal().legal(with(None, LegalRequest {})).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ca_is_changed_with_two_cas_and_no_gap() {
    use vantail_certs::Authority;
    use vantail_shared::clock::{Clock as _, SystemClock};
    let pair = Pair::start().await;
    let folder = pair.world.path("pki");
    let works =
        async || pair.wire("public-f1").await.portal().legal(with(None, LegalRequest {})).await.is_ok();
    let reload = || pair.back.checked.tls.reload().unwrap();
    let now = SystemClock.now();

    Authority::open(&folder).unwrap().new_ca(now).unwrap();
    reload();
    assert!(works().await, "both CAs are trusted");
    Authority::open(&folder).unwrap().renew("back/b1", now).unwrap();
    reload();
    assert!(works().await, "an old front meets a new back");
    Authority::open(&folder).unwrap().renew_all(None, now).unwrap();
    assert!(works().await, "a new front meets a new back");
    let before = pair.world.pki.client("public-f1", 0);
    Authority::open(&folder).unwrap().retire_ca(true, now).unwrap();
    reload();
    assert!(works().await, "the old CA is gone");
    drop(before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_front_refuses_a_server_that_is_no_back() {
    let pair = Pair::start().await;
    let elsewhere = TempDir::new().unwrap();
    let foreign = Pki::create(elsewhere.path());
    let tls = pair.world.pki.client_trusting("public-f1", 0, &foreign.ca());
    assert!(tls.connect(pair.back.addresses.data[0]).await.is_err(), "a back of another CA");
    let anonymous = code(pair.wire("public-f1").await.portal().home(with(None, HomeRequest {})).await);
    assert_eq!(anonymous, Code::SignedOut);
}
