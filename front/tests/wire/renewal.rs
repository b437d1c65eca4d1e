//! New certificates and revocation lists under a running front.

use std::sync::Arc;

use vantail_shared::{
    clock::{Clock as _, SystemClock},
    tls::Peer,
};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{
    client::{connect, cookie, get, read},
    world::World,
};

/// The front that made the last call, as its certificate says.
fn seen(world: &World) -> Arc<Peer> {
    world.backs[0].back.last_peer.lock().expect("a whole lock").clone().expect("a peer")
}

#[tokio::test]
async fn new_calls_go_over_new_connections_and_no_call_fails() {
    let world = World::start().await;
    assert_eq!(get(&world, "/", "fr").await.status, 200);
    let before = seen(&world);
    let issued = world.authority().renew("public/f1", SystemClock.now()).unwrap();
    std::fs::write(world.folder.path().join("front.pem"), &issued.cert_pem).unwrap();
    std::fs::write(world.folder.path().join("front.key"), &issued.key_pem).unwrap();

    // Pages and documents are asked for all the while.
    let asks = async {
        while seen(&world).certificate == before.certificate {
            assert_eq!(get(&world, "/p/statement", "fr").await.status, 200);
            assert!(get(&world, "/d/large", "fr").await.whole);
        }
    };
    let (sent, ()) = tokio::join!(world.reload.send(()), asks);
    sent.unwrap();
    for path in ["/", "/d/small", "/d/large"] {
        assert_eq!(get(&world, path, "fr").await.status, 200);
        assert_ne!(seen(&world).certificate, before.certificate, "{path}");
    }
    assert_eq!(world.ready().await, 200);
}

#[tokio::test]
async fn a_revoked_back_is_called_no_more() {
    let world = World::start().await;
    assert_eq!(get(&world, "/", "fr").await.status, 200);
    world.authority().revoke("back/b1", SystemClock.now()).unwrap();
    world.reload.send(()).await.unwrap();
    world.until(async |world| world.ready().await == 503).await;
    let before = world.backs[0].back.calls("home");
    assert_eq!(get(&world, "/", "fr").await.status, 503);
    assert_eq!(get(&world, "/d/large", "fr").await.status, 503);
    assert_eq!(world.backs[0].back.calls("home"), before);
    assert_eq!(world.backs[0].back.calls("fetch"), 0);
}

#[tokio::test]
async fn a_running_download_from_a_revoked_back_is_cut() {
    let world = World::start().await;
    world.backs[0].back.mood(|mood| mood.hold_after = Some(300_000));
    let mut stream = connect(&world).await;
    let (name, value) = cookie();
    let request = format!("GET /d/large HTTP/1.1\r\nhost: localhost\r\n{name}: {value}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.read_exact(&mut [0; 10_000]).await.unwrap();
    world.authority().revoke("back/b1", SystemClock.now()).unwrap();
    world.reload.send(()).await.unwrap();
    // Its back would hold it for ever.
    let rest = read(&mut stream).await;
    assert!(!rest.whole && rest.body.len() < 300_000);
    let open = &world.backs[0].back.open_streams;
    world.until(async |_| open.load(std::sync::atomic::Ordering::SeqCst) == 0).await;
}
