//! A back alone over a business database: asked through the contract, as a front would, but for the cells themselves.

use std::{path::Path, time::Duration};

use tonic::Request;
use vantail_back::identity::Person;
use vantail_proto::portal::{
    Body, Cell, FindRequest, Frame, HomeReply, HomeRequest, Layout, PageReply, PageRequest, SignInRequest,
    body::Content,
};
use vantail_shared::{
    call::{Call, Language, RequestId},
    clock::{Clock as _, ManualClock, SystemClock},
    failure::{Code, Failure},
    random::SystemRandom,
};
use zeroize::Zeroizing;

use crate::{
    pair::{RunningBack, World, start_back},
    wire::Wire,
};

const PASSWORD: &str = "lanterne-bleue-quai-52";

/// The cells of one row; nothing for an absent value.
pub type Cells = Vec<Option<String>>;

/// A running back over a database and a data map.
#[derive(Debug)]
pub struct Portal {
    back: RunningBack,
    wire: Wire,
    _world: World,
}

impl Portal {
    /// Starts the back. What its check finds fails the test.
    pub async fn open(business: &str, map: &Path) -> Self {
        let world = World::over(business, map);
        let clock = ManualClock::at(SystemClock.now());
        let back = start_back(world.back_toml("back.toml", [0; 4], "sqlite:store.db"), &clock).await;
        let wire = Wire::connect(world.pki.client("public-f1", 0), back.addresses.data[0]).await.unwrap();
        Self { back, wire, _world: world }
    }

    /// Gives a person an account and signs them in.
    pub async fn sign_in(&self, kind: &str, key: &str) -> Visit<'_> {
        let login = format!("visit-{kind}-{key}");
        let person = Person { kind: kind.to_owned(), key: vec![key.to_owned()] };
        let password = Zeroizing::new(PASSWORD.to_owned());
        self.back.checked.identity.create_person_account(person, &login, password).await.unwrap();
        let request = SignInRequest { login, password: PASSWORD.to_owned(), device: String::new() };
        let reply = self.wire.portal().sign_in(call(None, Language::En, request)).await.unwrap();
        Visit { portal: self, token: reply.into_inner().token.clone() }
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.back.lifecycle.drain.cancel();
        self.back.lifecycle.stop.cancel();
    }
}

/// A person who is signed in.
#[derive(Debug)]
pub struct Visit<'a> {
    portal: &'a Portal,
    token: String,
}

impl Visit<'_> {
    /// One page, or the part of it that a handle names, with `rows` rows at the most.
    ///
    /// # Errors
    /// The public code.
    pub async fn part(
        &self,
        language: Language,
        page: &str,
        handle: &str,
        rows: u32,
    ) -> Result<PageReply, Code> {
        let request = PageRequest { page: page.to_owned(), handle: handle.to_owned(), rows };
        let reply = self.portal.wire.portal().page(call(Some(&self.token), language, request)).await;
        reply.map(tonic::Response::into_inner).map_err(|status| Failure::from_status(&status).code)
    }

    /// The beginning of a page.
    pub async fn page(&self, language: Language, page: &str) -> PageReply {
        self.part(language, page, "", 0).await.unwrap_or_else(|code| panic!("{page}: {code:?}"))
    }

    /// The first page of the portal.
    pub async fn home(&self, language: Language) -> HomeReply {
        let request = call(Some(&self.token), language, HomeRequest {});
        self.portal.wire.portal().home(request).await.unwrap().into_inner()
    }

    /// The handle of what is asked of a page.
    pub async fn find(&self, request: FindRequest) -> String {
        let request = call(Some(&self.token), Language::En, request);
        self.portal.wire.portal().find(request).await.unwrap().into_inner().handle
    }

    /// All rows of a page from the beginning, or from what a handle of [`Visit::find`] asks for, part by part and back
    /// again: both ways must show the same.
    pub async fn all(&self, page: &str, found: &str, rows: u32) -> Vec<Cells> {
        let mut parts: Vec<(Vec<Cells>, String)> = Vec::new();
        let mut handle = found.to_owned();
        loop {
            let body = self.body(page, &handle, rows).await;
            parts.push((cells(&body), body.newer.clone()));
            if body.older.is_empty() {
                break;
            }
            handle = body.older;
        }
        let mut back = parts.len() - 1;
        let mut newer = parts[back].1.clone();
        while !newer.is_empty() {
            let body = self.body(page, &newer, rows).await;
            back -= 1;
            assert_eq!(cells(&body), parts[back].0, "{page}: the way back differs");
            newer = body.newer;
        }
        assert_eq!(back, 0, "{page}: the way back does not reach the beginning");
        parts.into_iter().flat_map(|(cells, _)| cells).collect()
    }

    async fn body(&self, page: &str, handle: &str, rows: u32) -> Body {
        let reply = self.part(Language::En, page, handle, rows).await;
        reply.unwrap_or_else(|code| panic!("{page}: {code:?}")).body.unwrap()
    }
}

/// The pages of the menu.
pub fn menu(frame: &Frame) -> Vec<&str> {
    frame.menu.iter().map(|entry| entry.page.as_str()).collect()
}

/// The cells of all rows of a body, whatever its presentation; then amount and balance of a ledger's line, heading of a
/// card, heading and day of a moment.
pub fn cells(body: &Body) -> Vec<Cells> {
    let texts = |cells: &[Cell]| cells.iter().map(|cell| cell.text.clone()).collect::<Cells>();
    match body.content.as_ref().unwrap() {
        Content::Record(record) => record.rows.iter().map(|row| texts(&row.cells)).collect(),
        Content::Statement(statement) => statement
            .rows
            .iter()
            .map(|row| {
                let mut all = texts(&row.cells);
                all.extend([Some(row.amount.clone()), Some(row.balance.clone())]);
                all
            })
            .collect(),
        Content::List(list) => list
            .rows
            .iter()
            .map(|row| {
                let mut all = texts(&row.cells);
                match list.layout() {
                    Layout::Cards => all.push(Some(row.title.clone())),
                    Layout::Timeline => all.extend([Some(row.title.clone()), Some(row.day.clone())]),
                    Layout::Table | Layout::Unspecified => {}
                }
                all
            })
            .collect(),
        Content::Documents(documents) => documents
            .documents
            .iter()
            .map(|document| {
                vec![
                    Some(document.title.clone()),
                    Some(document.category.clone()),
                    Some(document.date.clone()),
                ]
            })
            .collect(),
        Content::Coverage(coverage) => {
            coverage.groups.iter().map(|group| vec![Some(group.title.clone())]).collect()
        }
    }
}

fn call<M>(token: Option<&str>, language: Language, message: M) -> Request<M> {
    let call = Call {
        browser: None,
        token: token.map(|token| Zeroizing::new(token.to_owned())),
        language,
        request_id: RequestId::random(&SystemRandom),
        client: Some([127, 0, 0, 1].into()),
    };
    let mut request = Request::new(message);
    request.set_timeout(Duration::from_secs(10));
    call.write(request.metadata_mut());
    request
}
