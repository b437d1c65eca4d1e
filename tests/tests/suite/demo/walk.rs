//! The printed walk is true: each way begins where it says, with what it says.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use http::{Method, header};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    process::{Child, Command},
    time::timeout,
};
use vantail_tests::{
    at_end::AtEnd,
    letters::secret,
    processes::binary,
    web::{Answer, Visitor, percent},
};

use super::{address, free_base};

/// A demo with what it prints.
struct Printed {
    /// Asks it to end, so that its daemons end with it: whoever is killed takes nobody along.
    _end: AtEnd,
    _child: Child,
    folder: TempDir,
    lines: Vec<String>,
}

impl Printed {
    async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let mut child = Command::new(binary("vantail-demo"))
            .args(["--persons", "60", "--port-base", &free_base().to_string(), "--dir"])
            .arg(folder.path().join("demo"))
            .env_remove("CARGO")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let id = child.id().unwrap().to_string();
        // One that has ended has no program any more, though nobody has asked for its status yet.
        let after = "kill -TERM \"$1\"; while readlink \"/proc/$1/exe\"; do sleep 0.1; done";
        let end = AtEnd::run("", after, &[&id]);
        let (mut output, mut lines) = (BufReader::new(child.stdout.take().unwrap()).lines(), Vec::new());
        let all = async {
            while let Some(line) = output.next_line().await.unwrap() {
                let is_last = line.contains("Ctrl-C ends it");
                lines.push(line.trim().to_owned());
                if is_last {
                    break;
                }
            }
        };
        timeout(Duration::from_mins(2), all).await.unwrap();
        tokio::spawn(async move { while let Ok(Some(_)) = output.next_line().await {} });
        Self { _end: end, _child: child, folder, lines }
    }

    /// What stands behind a word at the beginning of a line.
    fn after(&self, word: &str) -> &str {
        let line = self.lines.iter().find_map(|line| line.strip_prefix(word));
        line.unwrap_or_else(|| panic!("{word} in {:#?}", self.lines)).trim()
    }

    fn visitor(&self, front: &str) -> Visitor {
        Visitor::new(address(self.after(front)), &self.folder.path().join("demo/certs/ca.pem"))
    }

    /// The commands that are printed, each by its first words.
    fn command(&self, words: &str) -> &str {
        let found = self.lines.iter().find(|line| line.contains("vantail-back") && line.contains(words));
        found.unwrap_or_else(|| panic!("{words} in {:#?}", self.lines))
    }
}

/// Speaks to the provider, which is on this machine and has no TLS; a form when there is a body.
async fn plain(url: &str, form: Option<&str>) -> String {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut tcp = TcpStream::connect(host).await.unwrap();
    let (method, body) = (if form.is_some() { "POST" } else { "GET" }, form.unwrap_or(""));
    let request = format!(
        "{method} /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n{body}",
        body.len()
    );
    tcp.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    tcp.read_to_string(&mut answer).await.unwrap();
    answer
}

/// The hidden fields of a page.
fn hidden(page: &str) -> BTreeMap<String, String> {
    let inputs = page.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |part: &str| {
        let (name, rest) = part.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split('"').next().unwrap().replace("&amp;", "&"))
    };
    inputs.map(field).collect()
}

fn form(fields: &BTreeMap<String, String>) -> String {
    fields.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>().join("&")
}

/// A visitor's whole way through the provider as `sub`, to the answer of its end.
async fn by_provider(visitor: &mut Visitor, issuer: &str, sub: &str) -> Answer {
    let page = visitor.post("/login/with/demo", &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let question = plain(&page.links(issuer)[0], None).await;
    assert!(question.contains(&format!("value=\"{sub}\"")), "{sub} in {question}");
    let mut fields = hidden(&question);
    fields.insert("sub".to_owned(), sub.to_owned());
    let answer = plain(&format!("{issuer}/choose"), Some(&form(&fields))).await;
    assert!(answer.contains("/login/return\""), "{answer}");
    let request = visitor.request(Method::POST, "/login/return");
    let mut request = request.body(form(&hidden(&answer)).into_bytes().into()).unwrap();
    let headers = request.headers_mut();
    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    headers.insert(header::ORIGIN, issuer.parse().unwrap());
    headers.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
    let back = visitor.send(request).await.unwrap();
    assert_eq!(back.header("location"), "/login/finish", "{}", back.text());
    visitor.get("/login/finish").await
}

fn issuer(printed: &Printed) -> String {
    let config = std::fs::read_to_string(printed.folder.path().join("demo/back.toml")).unwrap();
    config.split("issuer = \"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn run(command: &str) {
    let done = Command::new("sh").args(["-c", command]).stdin(Stdio::null()).output().await.unwrap();
    assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_walk_is_true() {
    let printed = Printed::start().await;
    let issuer = issuer(&printed);
    // By the provider: somebody who has an account, somebody who has none.
    let mut known = printed.visitor("Portal");
    let done = by_provider(&mut known, &issuer, "person-1").await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, "/"), "{}", done.text());
    assert_eq!(known.get("/").await.status, 200);
    let left = known.post("/logout", &[]).await;
    let end = plain(&left.links(&issuer)[0], None).await;
    assert!(end.starts_with("HTTP/1.1 303") && end.contains("/login"), "{end}");
    let mut stranger = printed.visitor("Portal");
    let none = by_provider(&mut stranger, &issuer, "stranger").await;
    assert!(none.status == 422 && none.text().contains("aucun compte d’ici"), "{}", none.text());
    assert!(printed.visitor("Staff").get("/login").await.text().contains("/login/with/demo"));

    // By command: a list, after which the people on it come in by the provider.
    let listed = std::fs::read_to_string(printed.folder.path().join("demo/people.csv")).unwrap();
    let listed = format!("person-{}", listed.lines().nth(1).unwrap().rsplit(',').next().unwrap());
    let before = by_provider(&mut printed.visitor("Portal"), &issuer, &listed).await;
    assert_eq!(before.status, 422, "{}", before.text());
    run(printed.command("--dry-run")).await;
    run(printed
        .lines
        .iter()
        .find(|line| line.contains("--source people ") && !line.contains("--dry-run"))
        .unwrap())
    .await;
    let after = by_provider(&mut printed.visitor("Portal"), &issuer, &listed).await;
    assert_eq!((after.status.as_u16(), after.header("location")), (303, "/terms"), "{}", after.text());
    for words in ["account create", "--legacy", "account list"] {
        run(printed.command(words)).await;
    }

    // By letters, and by a password of old: both ask for another password first.
    let sheets: Vec<PathBuf> = printed
        .lines
        .iter()
        .filter(|line| Path::new(line).extension().is_some_and(|ending| ending == "pdf"))
        .map(PathBuf::from)
        .collect();
    assert_eq!(sheets.len(), 4);
    for pair in sheets.chunks(2) {
        let mut told = [secret(&pair[0]), secret(&pair[1])];
        told.sort_by_key(String::len);
        let answer = printed.visitor("Portal").sign_in(&told[0], &told[1]).await;
        assert_eq!(answer.header("location"), "/login/new-password", "{}", answer.text());
    }
    let old = printed.after("password of old").split("intranet: ").nth(1).unwrap();
    let (login, rest) = old.split_once(" and ").unwrap();
    let password = rest.split(';').next().unwrap();
    let answer = printed.visitor("Portal").sign_in(login, password).await;
    assert_eq!(answer.header("location"), "/login/new-password", "{}", answer.text());
}
