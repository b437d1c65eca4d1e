//! A real `OpenLDAP` on loopback, with certificates of its own.

use std::{
    fs, io,
    net::{Shutdown, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::import::ldap::Directory;

const CONFIG: &str = "include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile DIR/pid
TLSCACertificateFile DIR/ca.pem
TLSCertificateFile DIR/cert.pem
TLSCertificateKeyFile DIR/key.pem
# Nobody signs in without protection, and no answer is longer than a page.
security simple_bind=128
sizelimit size=600 size.prtotal=unlimited
database mdb
suffix \"dc=example,dc=org\"
directory DIR/db
";

const TREE: &str = "dn: dc=example,dc=org
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: cn=reader,dc=example,dc=org
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: open sesame

dn: ou=people,dc=example,dc=org
objectClass: organizationalUnit
ou: people

";

pub(super) struct Slapd {
    folder: TempDir,
    process: Child,
    plain: u16,
    tls: u16,
}

impl Slapd {
    /// Starts one with these entries below `ou=people`.
    pub(super) fn start(entries: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        fs::create_dir(dir.join("db")).unwrap();
        certificates(dir);
        fs::write(dir.join("slapd.conf"), CONFIG.replace("DIR", dir.to_str().unwrap())).unwrap();
        fs::write(dir.join("tree.ldif"), format!("{TREE}{entries}")).unwrap();
        run(Command::new("/usr/sbin/slapadd")
            .args(["-q", "-f", "slapd.conf", "-l", "tree.ldif"])
            .current_dir(dir));
        let [plain, tls] = [free(), free()];
        let process = Command::new("/usr/sbin/slapd")
            .args(["-d", "0", "-f"])
            .arg(dir.join("slapd.conf"))
            .arg("-h")
            .arg(format!("ldap://127.0.0.1:{plain} ldaps://127.0.0.1:{tls}"))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut slapd = Self { folder, process, plain, tls };
        slapd.ready();
        slapd
    }

    fn ready(&mut self) {
        while TcpStream::connect(("127.0.0.1", self.plain))
            .and_then(|_| TcpStream::connect(("127.0.0.1", self.tls)))
            .is_err()
        {
            assert!(self.process.try_wait().unwrap().is_none(), "slapd ended");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// How it is asked, over TLS from the first byte or by STARTTLS.
    pub(super) fn directory(&self, starttls: bool) -> Directory {
        let url = if starttls {
            format!("ldap://localhost:{}", self.plain)
        } else {
            format!("ldaps://localhost:{}", self.tls)
        };
        Directory {
            provider: None,
            subject: None,
            url,
            starttls,
            bind: "cn=reader,dc=example,dc=org".to_owned(),
            password: "open sesame".into(),
            authorities: fs::read(self.folder.path().join("ca.pem")).unwrap(),
            base: "ou=people,dc=example,dc=org".to_owned(),
            filter: "(objectClass=inetOrgPerson)".to_owned(),
            key: "employeeNumber".to_owned(),
            login: "uid".to_owned(),
            email: Some("MAIL".to_owned()),
            name: Some("cn".to_owned()),
            kind: None,
            person: Vec::new(),
        }
    }
}

impl Slapd {
    /// How it is asked by way of somebody who hangs up after so many bytes of answers.
    pub(super) fn cut_after(&self, bytes: u64) -> Directory {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, tls) = (listener.local_addr().unwrap().port(), self.tls);
        thread::spawn(move || {
            let (asking, _) = listener.accept().unwrap();
            let answering = TcpStream::connect(("127.0.0.1", tls)).unwrap();
            let (mut from, mut to) = (asking.try_clone().unwrap(), answering.try_clone().unwrap());
            thread::spawn(move || io::copy(&mut from, &mut to));
            io::copy(&mut io::Read::take(&answering, bytes), &mut &asking).unwrap();
            asking.shutdown(Shutdown::Both).unwrap();
        });
        Directory { url: format!("ldaps://localhost:{port}"), ..self.directory(false) }
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An authority and a certificate for this machine.
pub(super) fn certificates(dir: &Path) {
    let openssl = |arguments: &str| {
        run(Command::new("openssl").args(arguments.split(' ')).current_dir(dir).stderr(Stdio::null()));
    };
    fs::write(dir.join("san"), "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
        .unwrap();
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=test-authority",
    );
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out csr.pem -subj /CN=localhost",
    );
    openssl(
        "x509 -req -in csr.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out cert.pem",
    );
}

fn free() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn run(command: &mut Command) {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
}
