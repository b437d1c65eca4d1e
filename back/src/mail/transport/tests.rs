use super::*;

#[test]
fn only_a_mailbox_that_is_none_is_refused_for_good() {
    let is_final = |number, words: &str| matches!(answered(number, words), Refusal::Never(_));
    for words in [
        "5.1.1 <ann@example.org>: Recipient address rejected: User unknown",
        "5.1.2 no such domain",
        "5.1.6 moved",
        "5.1.10 RESOLVER.ADR.RecipientNotFound",
    ] {
        assert!(is_final(550, words), "{words}");
    }
    for words in [
        "5.7.1 Sender address rejected: not owned by user",
        "5.7.60 SMTP; Client does not have permissions to send as this sender",
        "5.1.7 bad sender",
        "5.1.8 Access denied, bad outbound sender",
        "5.1.90 daily limit",
        "5.7.606 Access denied, banned sending IP",
        "5.2.2 mailbox full",
        "no such user, but who says so?",
        "",
    ] {
        assert!(!is_final(550, words) && !is_final(553, words), "{words}");
    }
    assert!(!is_final(450, "5.1.1 greylisted"));
    let Refusal::Later(told) = answered(550, "ann@example.org unknown") else { panic!("final") };
    assert_eq!(told, "the mail server answers 550", "no word of the server's is told");
}
