//! Forms are taken from pages of ours alone.

use super::{
    client::{ask, cookie},
    world::World,
};

#[tokio::test]
async fn only_our_own_pages_change_anything() {
    let world = World::start().await;
    let (name, value) = cookie();
    let site = |site| ("sec-fetch-site", site);
    let origin = |origin| ("origin", origin);
    let cases: [(&[(&str, &str)], bool); 9] = [
        (&[site("same-origin")], true),
        (&[site("none")], true),
        (&[site("cross-site")], false),
        (&[site("same-site")], false),
        (&[origin("https://evil.example")], false),
        (&[origin("https://localhost")], true),
        (&[origin("null")], false),
        (&[origin("null"), site("same-origin")], true),
        (&[], false),
    ];
    for (headers, passes) in cases {
        let mut all = vec![(name, value.as_str())];
        all.extend_from_slice(headers);
        let answer = ask(&world, "POST", "/language", &all, "language=fr").await;
        assert_eq!(answer.status, if passes { 303 } else { 403 }, "{headers:?}");
    }
    assert_eq!(world.backs[0].back.calls("set_language"), 4);
    // Without a cookie there is nothing to steal: a program may sign in.
    assert_eq!(ask(&world, "POST", "/login", &[], "login=marie&password=right").await.status, 303);
}
