//! What runs, and how to walk through it by hand: for people.

use std::path::Path;

use crate::{accounts::User, folder::Folder, invited::Letters, old_portal, pki::Pki, ports::Ports};

/// All that is told.
#[derive(Debug)]
pub struct Told<'a> {
    /// Where everything is.
    pub folder: &'a Folder,
    /// The certificates.
    pub pki: &'a Pki,
    /// The ports of all listeners.
    pub ports: &'a Ports,
    /// Who can sign in.
    pub users: &'a [User],
    /// Who waits for the first sign-in.
    pub letters: &'a Letters,
    /// Who has a password of old.
    pub old: Option<&'a old_portal::User>,
    /// The folder of the daemons' programs.
    pub programs: &'a Path,
}

impl Told<'_> {
    /// What is printed once everything answers.
    pub fn text(&self) -> String {
        let Self { folder, pki, ports, users, .. } = self;
        let mut lines = vec![
            String::new(),
            format!("  Portal        https://localhost:{}", ports.public),
            format!("  Staff         https://localhost:{}", ports.staff),
            String::new(),
            format!("  {:<10} {:<14} {:<40} who", "sign in", "name", "password"),
        ];
        for user in *users {
            if let Some(shows) = &user.shows {
                let User { kind, login, password, person, .. } = user;
                lines.push(format!("  {kind:<10} {login:<14} {password:<40} {person}: {shows}"));
            }
            if let Some(key) = &user.totp {
                lines.push(format!("  {:<10} an app that makes the codes takes this key: {key}", ""));
                let address = format!("otpauth://totp/Vantail:{}?secret={key}&issuer=Vantail", user.login);
                lines.push(format!("  {:<10} or this address: {address}", ""));
            }
        }
        lines.push(String::new());
        lines.extend(self.walks());
        lines.extend([
            String::new(),
            format!(
                "  Certificates  {} is whom your browser may trust (or accept its warning)",
                pki.ca.display()
            ),
            format!("  Mail          {}/ gets every mail, one .eml each", folder.join("mail").display()),
            format!("  Everyone      {}", folder.join("users.json").display()),
            format!("  Data map      {}", folder.join("map.toml").display()),
            format!("  Logs          {}/", folder.join("logs").display()),
            String::new(),
            "  Ctrl-C ends it.".into(),
        ]);
        lines.join("\n")
    }

    /// Ways through the life of an account, each from where it begins.
    fn walks(&self) -> Vec<String> {
        let mut lines = vec!["  Walk by hand".to_owned()];
        let mut walk = |name: &str, text: &str| lines.push(format!("    {name:<20}{text}"));
        for letter in &self.letters.0 {
            let next = if letter.reachable {
                "choose a password, then type the code of the mail"
            } else {
                "choose a password; no address of mail is known: staff settle it (people, below)"
            };
            walk("first sign-in", &format!("{}, by two letters: {next}", letter.person));
            letter.files.iter().for_each(|file| walk("", &file.display().to_string()));
        }
        if let Some(old_portal::User { person, login, password }) = self.old {
            walk(
                "password of old",
                &format!(
                    "{person}, taken over from the intranet: {login} and {password}; the rules of today ask for"
                ),
            );
            walk("", "another, and the mail holds a code");
        }
        for (name, text) in WALKS {
            walk(name, text);
        }
        walk(
            "by command",
            "letters for somebody else, a list of people who sign in at the provider, who is where:",
        );
        for command in self.commands() {
            walk("", &command);
        }
        lines
    }

    /// Commands that can be typed as they stand.
    pub fn commands(&self) -> Vec<String> {
        let program = self.programs.join("vantail-back");
        let (config, list) = (self.folder.join("back.toml"), self.folder.join("people.csv"));
        let letters = self.folder.join("letters").join("supplier");
        let command = |arguments: String| {
            format!("{} account {arguments} --config {}", program.display(), config.display())
        };
        vec![
            command(format!("create --kind supplier --key 1 --letters {}", letters.display())),
            command(format!("import --csv {} --source people --dry-run", list.display())),
            command(format!("import --csv {} --source people", list.display())),
            command("import --legacy employee --dry-run".to_owned()),
            command("list".to_owned()),
        ]
    }
}

const WALKS: [(&str, &str); 11] = [
    (
        "provider",
        "“Sign in with Exemple ID”, a provider of the demo’s own: it asks who you want to be; some have an account, one has none",
    ),
    (
        "provider, staff",
        "sign in by password, “My account”, bind the account at the provider; sign out, come back by it",
    ),
    ("terms", "whoever is printed as asked for them; refusing leaves the account and the way out open"),
    (
        "forgotten password",
        "the link below the sign-in form, with a name from above; the code is in the folder of mails",
    ),
    ("too many tries", "a wrong password six times: the wait is told"),
    ("own account", "“My account”: password, address of mail, second factor, passkeys, sessions, language"),
    (
        "objection",
        "change an address of mail there; the notice to the old one has a code for /objection, which takes it back",
    ),
    (
        "passkey",
        "add one on “My account”, sign out, sign in with it: the browser must trust the CA below for that",
    ),
    (
        "second factor",
        "the first member of staff is asked for a code; the second sets up an app before anything else",
    ),
    ("undertaking", "the same second one: without it the pages of staff stay closed"),
    (
        "people",
        "staff, “People”: find somebody, print letters, disable, settle an address, take a second factor away",
    ),
];

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{invited::Letter, pki};

    #[test]
    fn every_way_begins_with_what_is_needed() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::open(temporary.path()).unwrap();
        let letter = |person: &str, reachable| Letter {
            person: person.to_owned(),
            reachable,
            files: vec![PathBuf::from(format!("letters/{person}.pdf"))],
        };
        let old = old_portal::User {
            person: "Cy".to_owned(),
            login: "agent02".to_owned(),
            password: "soleil2001".to_owned(),
        };
        let told = Told {
            folder: &folder,
            pki: &pki::prepare(&folder.join("certs"), 1_800_000_000).unwrap(),
            ports: &Ports::new(None),
            users: &[],
            letters: &Letters(vec![letter("Ann", true), letter("Bob", false)]),
            old: Some(&old),
            programs: Path::new("/programs"),
        };
        let text = told.text();
        for part in [
            "Ann, by two letters: choose a password, then type",
            "letters/Ann.pdf",
            "letters/Bob.pdf",
            "Bob, by two letters: choose a password; no address",
            "agent02 and soleil2001",
            "/programs/vantail-back account import --csv",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
