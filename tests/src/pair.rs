//! Both daemons in this process, over real TLS on loopback, with a clock that the test moves.

use std::{
    fmt::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use tempfile::TempDir;
use tokio::sync::mpsc;
use vantail_back::{
    app::{Addresses, App as Back},
    checked::Checked,
    identity::{Identity, Person},
};
use vantail_front::{app::App as Front, config::Config as FrontConfig};
use vantail_shared::{
    clock::{Clock, ManualClock, SystemClock},
    lifecycle::Lifecycle,
    random::SystemRandom,
};
use zeroize::Zeroizing;

use crate::{
    mails::Mails,
    organisation::{self, ELEONORE, QUENTIN, STAFF, Sample, WANDA},
    pki::{Pki, TRUST_DOMAIN},
    web::Visitor,
    wire::Wire,
};

const SAMPLES: [Sample; 4] = [ELEONORE, QUENTIN, WANDA, STAFF];

/// An organisation with its certificates, in a folder of its own.
#[derive(Debug)]
pub struct World {
    /// The folder; gone with the value.
    pub folder: TempDir,
    /// The certificates.
    pub pki: Pki,
    /// The address of the business database.
    business: String,
    /// The data map.
    map: PathBuf,
    /// The tables `[documents]` of the back's configuration.
    pub documents: String,
    /// Its table `[mail]`; empty where none are sent.
    pub mail: String,
    /// More tables of the back's configuration.
    pub more: String,
    /// The port of the public front; any when 0.
    pub public_port: u16,
    /// The same of the staff front.
    pub staff_port: u16,
    /// Whether staff must have a second factor: `required` or `optional`.
    pub second_factor: &'static str,
}

impl World {
    /// Builds everything that the daemons need.
    pub async fn build() -> Self {
        let world = Self::over("sqlite:business.db", "map.toml".as_ref());
        organisation::build(world.folder.path()).await;
        world
    }

    /// An organisation with a database and a data map of its own, and an empty folder of documents.
    pub fn over(business: &str, map: &Path) -> Self {
        let folder = TempDir::new().unwrap();
        let pki = Pki::create(&folder.path().join("pki"));
        std::fs::create_dir(folder.path().join("documents")).unwrap();
        Self {
            folder,
            pki,
            business: business.to_owned(),
            map: map.to_owned(),
            documents: "[documents]\nmain = \"documents\"\n".to_owned(),
            mail: String::new(),
            more: String::new(),
            public_port: 0,
            staff_port: 0,
            second_factor: "optional",
        }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same organisation with mails, which go to a folder.
    #[must_use]
    pub fn with_mail(mut self) -> Self {
        self.mail.push_str(
            "[mail]\nfrom = \"Cabinet Morel <portail@morel.example>\"\nfolder = \"mail\"\n\
             public_url = \"https://portail.morel.example\"\nstaff_url = \"https://gestion.morel.example\"\n",
        );
        self
    }

    /// The mails that left.
    pub fn mails(&self) -> Mails {
        Mails::of(&self.path("mail"))
    }

    /// Writes a back's configuration; `data` and `files` are ports, 0 for any.
    pub fn back_toml(&self, name: &str, ports: [u16; 4], store: &str) -> PathBuf {
        let tls = self.pki.files("back-b1");
        let [data, files, more_files, ops] = ports;
        let text = format!(
            "[listen]\ndata = [\"127.0.0.1:{data}\"]\nfiles = [\"127.0.0.1:{files}\", \"127.0.0.1:{more_files}\"]\nops = \"127.0.0.1:{ops}\"\n\
             [tls]\nca = \"{}\"\ncert = \"{}\"\nkey = \"{}\"\ncrl = \"{}\"\ntrust_domain = \"{TRUST_DOMAIN}\"\n\
             [store]\nurl = {store:?}\n\
             [second_factor]\nstaff = \"{}\"\n\
             [business]\nurl = {:?}\nmap = \"{}\"\n\
             {}{}{}\
             [limits]\ndrain_seconds = 5\n[log]\nformat = \"json\"\nlevel = \"info\"\n",
            tls.ca.display(),
            tls.cert.display(),
            tls.key.display(),
            self.pki.crl().display(),
            self.second_factor,
            self.business,
            self.map.display(),
            self.documents,
            self.mail,
            self.more,
        );
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Writes a front's configuration.
    pub fn front_toml(
        &self,
        kind: &str,
        ports: [u16; 2],
        data: &[SocketAddr],
        files: &[SocketAddr],
    ) -> PathBuf {
        let hop = self.pki.files(if kind == "public" { "public-f1" } else { "staff-s1" });
        let web = self.pki.files("https-web");
        let list = |addresses: &[SocketAddr]| {
            addresses.iter().fold(String::new(), |mut text, address| {
                let _ = write!(text, "\"{address}\", ");
                text
            })
        };
        let text = format!(
            "kind = \"{kind}\"\n[listen]\nhttps = [\"127.0.0.1:{}\"]\nops = \"127.0.0.1:{}\"\n\
             [https]\ncert = \"{}\"\nkey = \"{}\"\n\
             [back]\ndata = [{}]\nfiles = [{}]\ntrust_domain = \"{TRUST_DOMAIN}\"\nca = \"{}\"\ncert = \"{}\"\nkey = \"{}\"\n\
             [brand]\nname = \"Cabinet Morel\"\naccent = \"#1f5f5b\"\naccent_dark = \"#7cc4bd\"\n\
             [limits]\ndrain = 5\n[log]\nformat = \"json\"\nlevel = \"info\"\n",
            ports[0],
            ports[1],
            web.cert.display(),
            web.key.display(),
            list(data),
            list(files),
            hop.ca.display(),
            hop.cert.display(),
            hop.key.display(),
        );
        let path = self.path(&format!("{kind}.toml"));
        std::fs::write(&path, text).unwrap();
        path
    }
}

/// A running back.
#[derive(Debug)]
pub struct RunningBack {
    /// Where it listens.
    pub addresses: Addresses,
    /// Everything that it opened.
    pub checked: Checked,
    /// Its end.
    pub lifecycle: Lifecycle,
    /// Asks it to read its certificates again.
    pub reload: mpsc::Sender<()>,
}

/// The pair: one back, one front of each kind.
#[derive(Debug)]
pub struct Pair {
    /// The organisation.
    pub world: World,
    /// The clock of both daemons.
    pub clock: ManualClock,
    /// The back.
    pub back: RunningBack,
    /// The public front, for browsers.
    pub public: SocketAddr,
    /// The staff front, for browsers.
    pub staff: SocketAddr,
    fronts: Vec<Lifecycle>,
}

impl Drop for Pair {
    fn drop(&mut self) {
        for lifecycle in self.fronts.iter().chain([&self.back.lifecycle]) {
            lifecycle.drain.cancel();
            lifecycle.stop.cancel();
        }
    }
}

impl Pair {
    /// Starts the pair over an embedded store.
    pub async fn start() -> Self {
        Self::in_world(World::build().await, "sqlite:store.db").await
    }

    /// Starts the pair in a world, over a store.
    pub async fn in_world(world: World, store: &str) -> Self {
        Self::with_accounts(world, store, &SAMPLES).await
    }

    /// Starts the pair in a world, over a store, with accounts of these people.
    pub async fn with_accounts(world: World, store: &str, samples: &[Sample]) -> Self {
        let clock = ManualClock::at(SystemClock.now());
        let config = world.back_toml("back.toml", [0; 4], store);
        let back = start_back(config, &clock).await;
        accounts(&back.checked.identity, samples).await;
        let (public, public_life) = start_front(&world, "public", &back.addresses, &clock).await;
        let (staff, staff_life) = start_front(&world, "staff", &back.addresses, &clock).await;
        Self { world, clock, back, public, staff, fronts: vec![public_life, staff_life] }
    }

    /// One more public front that reaches the file listeners through `files`.
    pub async fn front_through(&mut self, files: SocketAddr) -> SocketAddr {
        let addresses = Addresses { files: vec![files], ..self.back.addresses.clone() };
        let (address, lifecycle) = start_front(&self.world, "public", &addresses, &self.clock).await;
        self.fronts.push(lifecycle);
        address
    }

    /// Somebody at the public front.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.public, &self.world.pki.ca())
    }

    /// Somebody at the public front who is signed in.
    pub async fn signed_in(&self, sample: Sample) -> Visitor {
        let mut visitor = self.visitor();
        let answer = visitor.sign_in(sample.login, sample.password).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        visitor
    }

    /// A session token for a sample person.
    pub async fn token(&self, sample: Sample) -> String {
        let visitor = self.signed_in(sample).await;
        visitor.cookie("__Host-vantail").unwrap().to_owned()
    }

    /// The token of a new session of the member of staff.
    pub async fn staff_token(&self) -> String {
        let mut clerk = Visitor::new(self.staff, &self.world.pki.ca());
        assert_eq!(clerk.sign_in(STAFF.login, STAFF.password).await.status, 303);
        clerk.cookie("__Host-vantail").unwrap().to_owned()
    }

    /// A caller of the data listener with the certificate of `name`.
    pub async fn wire(&self, name: &str) -> Wire {
        Wire::connect(self.world.pki.client(name, 0), self.back.addresses.data[0]).await.unwrap()
    }

    /// A caller of a file listener with the certificate of `name`.
    pub async fn file_wire(&self, name: &str) -> Wire {
        Wire::connect(self.world.pki.client(name, 0), self.back.addresses.files[0]).await.unwrap()
    }
}

/// Opens a configuration and runs a back with it.
pub async fn start_back(config: PathBuf, clock: &ManualClock) -> RunningBack {
    let clock: Arc<dyn Clock> = Arc::new(clock.clone());
    let opened = Checked::open(&config, clock.clone(), Arc::new(SystemRandom)).await;
    let checked = opened.unwrap_or_else(|not_open| panic!("{not_open}"));
    let app = Back::bind(checked.clone(), clock).await.unwrap();
    let addresses = app.addresses().unwrap();
    let lifecycle = Lifecycle::default();
    let (reload, reloads) = mpsc::channel(1);
    tokio::spawn(app.run(lifecycle.clone(), reloads));
    RunningBack { addresses, checked, lifecycle, reload }
}

async fn start_front(
    world: &World,
    kind: &str,
    back: &Addresses,
    clock: &ManualClock,
) -> (SocketAddr, Lifecycle) {
    let port = if kind == "public" { world.public_port } else { world.staff_port };
    let path = world.front_toml(kind, [port, 0], &back.data, &back.files);
    let config = FrontConfig::load(&path, []).unwrap();
    let app = Front::bind(config, Arc::new(clock.clone()), Arc::new(SystemRandom)).await.unwrap();
    let address = app.https_addresses().unwrap()[0];
    let lifecycle = Lifecycle::default();
    let (_keep, reloads) = mpsc::channel(1);
    tokio::spawn(app.run(lifecycle.clone(), reloads));
    (address, lifecycle)
}

/// The accounts of the sample persons.
pub async fn sample_accounts(identity: &Identity) {
    accounts(identity, &SAMPLES).await;
}

async fn accounts(identity: &Identity, samples: &[Sample]) {
    for sample in samples {
        let password = Zeroizing::new(sample.password.to_owned());
        if sample.kind.is_empty() {
            identity.create_staff_account(sample.key, sample.login, password).await.unwrap();
        } else {
            let person = Person { kind: sample.kind.to_owned(), key: vec![sample.key.to_owned()] };
            identity.create_person_account(person, sample.login, password).await.unwrap();
        }
    }
}
