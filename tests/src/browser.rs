//! A real browser: Chromium without a window, driven over `WebDriver` on loopback.

use std::{path::Path, process::Stdio};

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use crate::until::{found, until};

/// How the page is looked at.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Width and height of the window, in CSS pixels.
    pub size: (u32, u32),
    /// Whether the person prefers dark colours.
    pub dark: bool,
    /// What the browser says it reads: "fr" or "en".
    pub language: &'static str,
}

/// A phone in French, light.
pub const PHONE: View = View { size: (390, 844), dark: false, language: "fr" };
/// A desk in English, light.
pub const DESK: View = View { size: (1280, 900), dark: false, language: "en" };

/// A running chromedriver and its port. Now and then it ends before it has one, as when another program has the same port
/// of IPv6: then it is started again.
async fn driver() -> (Child, String) {
    for _ in 0..10 {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver is installed");
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some(rest) = line.split("successfully on port ").nth(1) {
                let port = rest.trim_end_matches('.').to_owned();
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return (driver, port);
            }
        }
    }
    panic!("chromedriver tells no port");
}

/// A browser with a profile of its own. Ends with the value.
#[derive(Debug)]
pub struct Browser {
    /// The `WebDriver` session.
    pub client: Client,
    base: String,
    _driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Opens a browser that takes the certificate of the portal at `base` (`https://localhost:8443`).
    pub async fn open(base: &str, view: View) -> Self {
        Self::open_with(base, view, &[]).await
    }

    /// The same with more arguments of the program.
    pub async fn open_with(base: &str, view: View, more: &[String]) -> Self {
        let (driver, port) = driver().await;
        let profile = TempDir::new().unwrap();
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let client = ClientBuilder::new(connector)
            .capabilities(capabilities(profile.path(), view, more))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the browser starts");
        Self { client, base: base.to_owned(), _driver: driver, _profile: profile }
    }

    /// Goes to a path of the portal.
    pub async fn visit(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.unwrap();
    }

    /// The path where the browser is now.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// The text that a person sees on the page.
    pub async fn text(&self) -> String {
        self.shown().await.expect("a page is there")
    }

    /// Whether the page has these words now. That it lacks them says nothing while it is being left.
    pub async fn shows(&self, words: &str) -> bool {
        self.shown().await.is_some_and(|text| text.contains(words))
    }

    /// The text; nothing while a page is being left for another one.
    async fn shown(&self) -> Option<String> {
        // In one step: an element found first could belong to a page that is being left.
        let script = "return document.body ? document.body.innerText : '';";
        self.client.execute(script, Vec::new()).await.ok()?.as_str().map(str::to_owned)
    }

    /// Types into the field `name`.
    pub async fn fill(&self, name: &str, text: &str) {
        let css = format!("main [name={name}]:not([type=hidden])");
        // What was found can belong to a page that is being left: then it takes nothing.
        until(&css, async || {
            let field = self.client.find(Locator::Css(&css)).await.ok()?;
            field.clear().await.ok()?;
            field.send_keys(text).await.ok()
        })
        .await;
    }

    /// Presses what the selector finds, as soon as it is there.
    pub async fn press(&self, css: &str) {
        until(css, async || self.client.find(Locator::Css(css)).await.ok()?.click().await.ok()).await;
    }

    /// Whether the selector finds anything now.
    pub async fn has(&self, css: &str) -> bool {
        self.client.find(Locator::Css(css)).await.is_ok()
    }

    /// Waits until the browser is at a path.
    pub async fn arrives(&self, path: &str) {
        let there = found(async || (self.path().await == path).then_some(())).await;
        assert!(there.is_some(), "waited to be at {path}, {}", self.whereabouts().await);
    }

    /// Waits until the page tells something.
    pub async fn tells(&self, words: &str) {
        let told = found(async || self.shows(words).await.then_some(())).await;
        assert!(told.is_some(), "waited to be told {words:?}, {}", self.whereabouts().await);
    }

    async fn whereabouts(&self) -> String {
        format!("but at {}: {}", self.path().await, self.shown().await.unwrap_or_default())
    }

    /// What is wrong with the page as it is: axe-core, and whether it is too wide.
    pub async fn faults(&self) -> Vec<String> {
        let mut found = self.axe().await;
        let overflow = self.overflow().await;
        if overflow > 0 {
            found.push(format!("{overflow} pixels too wide"));
        }
        found
    }

    /// Signs in by the form.
    pub async fn sign_in(&self, login: &str, password: &str) {
        self.visit("/login").await;
        self.fill("login", login).await;
        self.fill("password", password).await;
        self.press("main form button.primary").await;
    }

    /// What axe-core finds against WCAG 2.2 A and AA: one line for each violation.
    pub async fn axe(&self) -> Vec<String> {
        let path = std::env::var("VANTAIL_AXE").unwrap_or_else(|_| {
            concat!(env!("CARGO_MANIFEST_DIR"), "/../target/test-tools/node_modules/axe-core/axe.min.js")
                .to_owned()
        });
        let source = std::fs::read_to_string(&path).expect("axe-core is installed by ./test");
        self.client.execute(&source, Vec::new()).await.unwrap();
        let tags =
            json!({ "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
        let script = "const done = arguments[arguments.length - 1]; axe.run(document, arguments[0]).then(done, e => done({error: String(e)}));";
        let found = self.client.execute_async(script, vec![tags]).await.unwrap();
        let violations = found["violations"].as_array().unwrap_or_else(|| panic!("axe did not run: {found}"));
        violations
            .iter()
            .map(|violation| {
                format!("{}: {} {}", violation["id"], violation["help"], violation["nodes"][0]["html"])
            })
            .collect()
    }

    /// How many pixels the page is wider than its window.
    pub async fn overflow(&self) -> i64 {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth;";
        self.client.execute(script, Vec::new()).await.unwrap().as_i64().unwrap()
    }

    /// Closes the browser.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }
}

fn capabilities(profile: &Path, view: View, more: &[String]) -> Map<String, Value> {
    let scheme = if view.dark { "0" } else { "1" };
    let options = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage",
            format!("--user-data-dir={}", profile.display()),
            format!("--window-size={},{}", view.size.0, view.size.1),
            format!("--blink-settings=preferredColorScheme={scheme}"),
            format!("--lang={}", view.language), format!("--accept-lang={}", view.language),
        ],
        "prefs": { "intl.accept_languages": view.language },
        "mobileEmulation": {
            "deviceMetrics": { "width": view.size.0, "height": view.size.1, "pixelRatio": 2.0, "touch": view.size.0 < 600 },
        },
    });
    let mut all =
        json!({ "browserName": "chrome", "acceptInsecureCerts": true, "goog:chromeOptions": options });
    let arguments = all["goog:chromeOptions"]["args"].as_array_mut().unwrap();
    arguments.extend(more.iter().map(|argument| Value::from(argument.as_str())));
    all.as_object().unwrap().clone()
}
