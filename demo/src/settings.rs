//! The configuration files of the three daemons.

use std::{net::SocketAddr, path::Path};

use anyhow::{Result, anyhow};
use toml::{Table, Value, toml};

use crate::{
    folder::Folder,
    pki::{Pair, Pki, TRUST_DOMAIN},
    ports::{Ports, loopback},
    provider,
    sample::CABINET,
};

/// Writes `back.toml`, `public.toml` and `staff.toml`.
pub fn write(folder: &Folder, pki: &Pki, ports: &Ports, database: Option<&str>) -> Result<()> {
    save(folder, "back", &back(folder, pki, ports, database)?)?;
    save(folder, "public", &front("public", &pki.public, ports.public, ports.ops[1], pki, ports)?)?;
    save(folder, "staff", &front("staff", &pki.staff, ports.staff, ports.ops[2], pki, ports)?)
}

fn back(folder: &Folder, pki: &Pki, ports: &Ports, database: Option<&str>) -> Result<Table> {
    let mut files = loopback(ports.files[0]);
    files.extend(loopback(ports.files[1]));
    let mut settings = toml! {
        [passwords]
        memory_kib = 19456
        passes = 2
        lanes = 1
        [sessions]
        idle_minutes = 20
        absolute_hours = 8
        per_account = 5
        [log]
        format = "human"
        level = "info"
    };
    let listen =
        [("data", list(&loopback(ports.data))), ("files", list(&files)), ("ops", address(ports.ops[0]))];
    settings.insert("listen".into(), table(listen));
    settings.insert("tls".into(), hop(pki, &pki.back)?);
    settings.insert("store".into(), table([("url", "sqlite:store.db".into())]));
    let url = database.unwrap_or("sqlite:business.db");
    // Whoever fills a database may write in it; in earnest, the back gets a role that only reads.
    let business =
        [("url", url.into()), ("map", "map.toml".into()), ("allow_writable", database.is_some().into())];
    settings.insert("business".into(), table(business));
    settings.insert("documents".into(), table([("main", text(&folder.join("documents"))?)]));
    let local = |port: u16| Value::String(format!("https://localhost:{port}"));
    let mail = [
        ("from", format!("{CABINET} <portail@morel.example>").into()),
        ("folder", text(&folder.join("mail"))?),
        ("public_url", local(ports.public)),
        ("staff_url", local(ports.staff)),
    ];
    settings.insert("mail".into(), table(mail));
    let passkeys = [
        ("rp_id", "localhost".into()),
        ("public", Value::Array(vec![local(ports.public)])),
        ("staff", Value::Array(vec![local(ports.staff)])),
    ];
    settings.insert("passkeys".into(), table(passkeys));
    settings.insert("providers".into(), Value::Array(vec![the_provider(ports)]));
    Ok(settings)
}

/// The demo's own provider, at both portals: persons are found by their number, staff bind their accounts themselves.
fn the_provider(ports: &Ports) -> Value {
    let local = |port: u16| Value::String(format!("https://localhost:{port}"));
    let titles = [("fr", "Exemple ID".into()), ("en", "Exemple ID".into())];
    table([
        ("id", "demo".into()),
        ("title", table(titles)),
        ("issuer", provider::issuer(ports).into()),
        ("client_id", provider::CLIENT.into()),
        ("client_secret_file", provider::SECRET_FILE.into()),
        ("public_url", local(ports.public)),
        ("staff_url", local(ports.staff)),
        ("match", table([("claim", provider::CLAIM.into()), ("kind", "individual".into())])),
    ])
}

fn front(kind: &str, pair: &Pair, port: u16, ops: u16, pki: &Pki, ports: &Ports) -> Result<Table> {
    let mut settings = toml! {
        [brand]
        accent = "#1f5f5b"
        accent_dark = "#7cc4bd"
        [log]
        format = "human"
        level = "info"
    };
    settings.insert("kind".into(), kind.into());
    if let Some(Value::Table(brand)) = settings.get_mut("brand") {
        brand.insert("name".into(), CABINET.into());
    }
    settings.insert("listen".into(), table([("https", list(&loopback(port))), ("ops", address(ops))]));
    let https = [("cert", text(&pki.https.cert)?), ("key", text(&pki.https.key)?)];
    settings.insert("https".into(), table(https));
    let on = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
    let mut back = hop(pki, pair)?;
    if let Value::Table(back) = &mut back {
        back.insert("data".into(), list(&[on(ports.data)]));
        back.insert("files".into(), list(&ports.files.map(on)));
    }
    settings.insert("back".into(), back);
    Ok(settings)
}

/// What both ends of the hop are told about certificates.
fn hop(pki: &Pki, own: &Pair) -> Result<Value> {
    Ok(table([
        ("trust_domain", TRUST_DOMAIN.into()),
        ("ca", text(&pki.ca)?),
        ("crl", text(&pki.crl)?),
        ("cert", text(&own.cert)?),
        ("key", text(&own.key)?),
    ]))
}

fn save(folder: &Folder, name: &str, settings: &Table) -> Result<()> {
    let head = "# Written by the demo at every start.\n\n";
    folder.write(&format!("{name}.toml"), &format!("{head}{settings}"))
}

fn table<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::Table(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn list(addresses: &[SocketAddr]) -> Value {
    Value::Array(addresses.iter().map(|address| address.to_string().into()).collect())
}

fn address(port: u16) -> Value {
    SocketAddr::from(([127, 0, 0, 1], port)).to_string().into()
}

fn text(path: &Path) -> Result<Value> {
    let text = path.to_str().ok_or_else(|| anyhow!("{} is not UTF-8: use another --dir", path.display()))?;
    Ok(text.into())
}
