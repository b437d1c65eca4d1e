//! A forgotten password.

use vantail_tests::organisation::QUENTIN;

use super::pair;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_exist_is_answered_like_everybody() {
    let pair = pair().await;
    let mails = pair.world.mails();
    let mut pages = Vec::new();
    for login in [QUENTIN.login, "nobody-here"] {
        let mut visitor = pair.visitor();
        let answer = visitor.post("/forgot", &[("login", login)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/login/code"));
        let waiting = visitor.get("/login/code").await;
        let wrong = visitor.post("/login/code", &[("code", "2222-2222-2222")]).await;
        assert_eq!(wrong.status, 422);
        let again = visitor.post("/login/code/send", &[]).await;
        pages.push((
            waiting.text().to_owned(),
            wrong.text().to_owned(),
            again.status,
            again.text().to_owned(),
        ));
    }
    assert_eq!(pages[0], pages[1]);
    assert!(mails.left() <= 1, "nobody gets no mail");
}
