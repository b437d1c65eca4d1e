//! Database servers refuse to run as root: then they run as the user that Debian made for them.

use std::{os::unix::fs::chown, path::Path};

/// A user of this machine, by its numbers.
#[derive(Debug, Clone, Copy)]
pub struct ServerUser {
    /// The user.
    pub user: u32,
    /// The group.
    pub group: u32,
}

impl ServerUser {
    /// The user `name`, when this process is root; nobody else can become them.
    pub fn when_root(name: &str) -> Option<Self> {
        rustix::process::getuid().is_root().then(|| {
            let users = std::fs::read_to_string("/etc/passwd").unwrap();
            let line = users.lines().find(|line| line.split(':').next() == Some(name));
            let line = line.unwrap_or_else(|| panic!("there is no user {name}"));
            let mut numbers = line.split(':').skip(2).map(|field| field.parse().unwrap());
            Self { user: numbers.next().unwrap(), group: numbers.next().unwrap() }
        })
    }

    /// Gives a folder to the user.
    pub fn own(self, folder: &Path) {
        chown(folder, Some(self.user), Some(self.group)).unwrap();
    }
}
