//! What nobody sends by accident.

use bytes::Bytes;
use http::Method;
use http_body_util::Full;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use vantail_tests::{
    organisation::{ELEONORE, MAP},
    pair::{Pair, World},
    processes::binary,
    web::Visitor,
};

#[tokio::test(flavor = "multi_thread")]
async fn hostile_fields_are_answered_clearly_and_come_back_as_text() {
    let pair = Pair::start().await;
    let long = "é".repeat(5000);
    let markup = "<script>alert(1)</script>\"'&";
    for (login, password) in
        [("", ""), ("a", ""), ("", "b"), (long.as_str(), "x"), (markup, markup), ("nul\0", "nul\0")]
    {
        let mut visitor = pair.visitor();
        let answer = visitor.sign_in(login, password).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        assert!(!answer.text().contains("<script>"));
        assert!(!answer.text().contains("value=\"x\""), "a password never comes back");
        assert!(answer.text().contains("<h1"));
    }
    let mut visitor = pair.visitor();
    let answer = visitor.sign_in(markup, "x").await;
    assert!(answer.text().contains("&#60;script&#62;"), "what was typed is kept, as text");
    // Bytes that are no UTF-8.
    for body in [&b"login=%ff%fe&password=%80"[..], b"login=\xff&password=\xfe", b"=&&&", b"login", b"%%%"] {
        let request = visitor
            .request(Method::POST, "/login")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::from(Bytes::copy_from_slice(body)))
            .unwrap();
        let answer = visitor.send(request).await.unwrap();
        assert!(answer.status.is_client_error(), "{body:?} was answered {}", answer.status);
    }
    assert_eq!(visitor.sign_in(ELEONORE.login, ELEONORE.password).await.status, 303);
}

/// Sends bytes and reads what comes until the connection ends, or the answer's first bytes.
async fn raw(visitor: &Visitor, bytes: &[u8]) -> String {
    let mut stream = visitor.connection().await;
    let _ = stream.write_all(bytes).await;
    let mut answer = vec![0; 4096];
    let count = stream.read(&mut answer).await.unwrap_or(0);
    String::from_utf8_lossy(&answer[..count]).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_requests_are_refused() {
    let pair = Pair::start().await;
    let visitor = pair.visitor();
    let long = "a".repeat(5000);
    let heavy = format!("X: {}\r\n", "y".repeat(1000)).repeat(20);
    let cases = [
        ("GET /login HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_owned(), "400"),
        ("GET /login HTTP/1.1\r\n\r\n".to_owned(), "400"),
        (format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"), "414"),
        (format!("GET /login HTTP/1.1\r\nHost: localhost\r\n{heavy}\r\n"), "431"),
        ("POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(), "4"),
        ("POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n".to_owned(), "413"),
        ("DELETE /login HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), "405"),
        ("TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), "405"),
        ("nonsense\r\n\r\n".to_owned(), "400"),
    ];
    for (request, status) in cases {
        let answer = raw(&visitor, request.as_bytes()).await;
        let first = answer.lines().next().unwrap_or("");
        let head: String = request.chars().take(60).collect();
        // A refusal without words is a refusal as well; a success is not.
        assert!(first.is_empty() || first.contains(&format!(" {status}")), "{head:?} was answered {first:?}");
        assert!(!first.contains(" 200"));
    }
    assert_eq!(pair.visitor().get("/login").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_the_security_headers() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let style = visitor.get("/login").await.links("/static/");
    let document = visitor.get("/p/documents").await.links("/d/");
    let mut paths = vec!["/", "/login", "/legal", "/p/statement", "/account", "/nothing", "/p/x/y", "/d/x"];
    paths.extend(style.iter().chain(&document[..1]).map(String::as_str));
    for path in paths {
        let answer = visitor.get(path).await;
        for (name, part) in [
            ("content-security-policy", "default-src 'none'"),
            ("strict-transport-security", "max-age=63072000"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("permissions-policy", "camera=()"),
        ] {
            assert!(
                answer.header(name).contains(part),
                "{path} ({}): {name}: {}",
                answer.status,
                answer.header(name)
            );
        }
        if !path.starts_with("/static/") {
            assert!(answer.header("cache-control").contains("no-store"), "{path}");
        }
        assert_eq!(answer.header("server"), "");
        assert!(
            !answer.header("content-type").starts_with("text/html")
                || answer.header("content-type").contains("charset=utf-8")
        );
    }
}

/// Runs `check` and `serve` with a configuration: the exit status and everything that was said.
async fn ask(program: &str, verb: &str, config: &std::path::Path) -> (Option<i32>, String) {
    let output = tokio::process::Command::new(binary(program))
        .args([verb, "--config"])
        .arg(config)
        .output()
        .await
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_configurations_and_maps_are_told_all_at_once() {
    let world = World::build().await;
    let config = world.back_toml("back.toml", [0; 4], "sqlite:store.db");
    let (status, said) = ask("vantail-back", "check", &config).await;
    assert_eq!(status, Some(0), "{said}");

    let text = std::fs::read_to_string(&config).unwrap();
    let text = text.replace("documents\"", "nowhere\"").replace("drain_seconds = 5", "drain_secconds = 5");
    std::fs::write(&config, text).unwrap();
    let map = MAP
        .replace("table = \"line\"", "table = \"lines\"")
        .replace("column = \"label\"", "column = \"labell\"")
        .replace("person.id\"]\norder = [\"-opened On\"", "account.id\"]\norder = [\"-opened On\"")
        .replace("sense = \"positive-is-due\"", "sense = \"positive-is-good\"")
        .replace("en = \"My documents\"", "de = \"Meine\"");
    std::fs::write(world.path("map.toml"), map).unwrap();
    for verb in ["check", "serve"] {
        let (status, said) = ask("vantail-back", verb, &config).await;
        assert_eq!(status, Some(2), "{said}");
        for part in [
            "back.toml:",
            "map.toml:",
            "nowhere",
            "drain_secconds",
            "drain_seconds",
            "positive-is-good",
            "de",
        ] {
            assert!(said.contains(part), "{verb}: {part} in\n{said}");
        }
        assert!(said.contains("nothing was started"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_map_that_the_database_contradicts_is_refused_with_the_place() {
    let world = World::build().await;
    let config = world.back_toml("back.toml", [0; 4], "sqlite:store.db");
    let map = MAP.replace("table = \"line\"", "table = \"lines\"").replace("\"label\"", "\"labell\"");
    std::fs::write(world.path("map.toml"), map.replace("line.account_id", "lines.account_id")).unwrap();
    let (status, said) = ask("vantail-back", "check", &config).await;
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("map.toml:") && said.contains("lines") && said.contains("line"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sql_of_a_map_that_the_database_refuses_is_told_with_the_place() {
    let world = World::build().await;
    let config = world.back_toml("back.toml", [0; 4], "sqlite:store.db");
    let view = |select: &str| {
        format!("{MAP}\n[views.odd]\nsql = \"{select}\"\nreads = [\"line\"]\nkey = [\"id\"]\n")
    };
    std::fs::write(world.path("map.toml"), view("SELECT line.id FROM line")).unwrap();
    assert_eq!(ask("vantail-back", "check", &config).await.0, Some(0));
    for select in ["SELECT line.id, line.nothing FROM line", "SELECT line.id FROM line WHERE abs(1, 2) = 1"] {
        std::fs::write(world.path("map.toml"), view(select)).unwrap();
        let (status, said) = ask("vantail-back", "check", &config).await;
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("map.toml:") && said.contains("refuses this SQL"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_front_configuration_is_refused() {
    let world = World::build().await;
    let nowhere = [std::net::SocketAddr::from(([127, 0, 0, 1], 9))];
    let config = world.front_toml("public", [0; 2], &nowhere, &nowhere);
    assert_eq!(ask("vantail-front", "check", &config).await.0, Some(0));
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(
        &config,
        text.replace("#1f5f5b", "#eeeeee").replace("ops = \"127.0.0.1", "ops = \"192.0.2.1"),
    )
    .unwrap();
    let (status, said) = ask("vantail-front", "check", &config).await;
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("accent") && said.contains("ops") && said.contains("public.toml:"), "{said}");
    // A certificate of the other kind does not make it one.
    let staff = world.front_toml("staff", [0; 2], &nowhere, &nowhere);
    let text = std::fs::read_to_string(&staff).unwrap().replace("staff-s1", "public-f1");
    std::fs::write(&staff, text).unwrap();
    let (status, said) = ask("vantail-front", "check", &staff).await;
    assert_eq!(status, Some(2), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_makes_no_store_and_tells_mistakes_from_what_is_away() {
    let world = World::build().await;
    let config = world.back_toml("back.toml", [0; 4], "sqlite:store.db");
    let made =
        || std::fs::read_dir(world.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let before: std::collections::BTreeSet<_> = made();
    assert_eq!(ask("vantail-back", "check", &config).await.0, Some(0));
    assert_eq!(made(), before, "a check leaves nothing behind");

    let away = world.back_toml("away.toml", [0; 4], "postgres://back@127.0.0.1:1/vantail");
    let wrong = world.back_toml("wrong.toml", [0; 4], "mysql://back@127.0.0.1/vantail");
    let level = world.back_toml("level.toml", [0; 4], "sqlite:store.db");
    let text = std::fs::read_to_string(&level).unwrap();
    let text = text.replace("level = ", "level = \"nonsense===\" # ");
    std::fs::write(&level, text).unwrap();
    for verb in ["check", "serve"] {
        let (status, said) = ask("vantail-back", verb, &away).await;
        assert_eq!(status, Some(3), "{verb}: {said}");
        assert!(said.contains("away.toml:") && said.contains("try again"), "{said}");
        for (file, part) in [(&wrong, "store"), (&level, "log.level")] {
            let (status, said) = ask("vantail-back", verb, file).await;
            assert_eq!(status, Some(2), "{verb}: {said}");
            assert!(said.contains(part), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_business_database_in_other_hands_is_away_and_a_missing_one_is_a_mistake() {
    use sqlx::Connection as _;
    let world = World::build().await;
    let config = world.back_toml("back.toml", [0; 4], "sqlite:store.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(world.path("business.db"));
    let mut other = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("begin exclusive").execute(&mut other).await.unwrap();
    let (status, said) = ask("vantail-back", "serve", &config).await;
    assert_eq!(status, Some(3), "{said}");
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    std::fs::rename(world.path("business.db"), world.path("moved.db")).unwrap();
    assert_eq!(ask("vantail-back", "check", &config).await.0, Some(2));
}
