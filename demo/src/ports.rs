//! Which port is whose.

use std::net::{Ipv6Addr, SocketAddr, TcpListener};

/// The ports of all listeners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// The back's pages.
    pub data: u16,
    /// The back's documents.
    pub files: [u16; 2],
    /// The public front.
    pub public: u16,
    /// The staff front.
    pub staff: u16,
    /// The provider of sign-ins.
    pub provider: u16,
    /// Operations of the back, the public and the staff front.
    pub ops: [u16; 3],
}

impl Ports {
    /// The usual ones, or nine in a row from `base`.
    pub fn new(base: Option<u16>) -> Self {
        let Some(n) = base else {
            return Self {
                data: 7440,
                files: [7441, 7442],
                public: 8443,
                staff: 9443,
                ops: [7449, 8449, 9449],
                provider: 9444,
            };
        };
        Self {
            data: n,
            files: [n + 1, n + 2],
            public: n + 3,
            staff: n + 4,
            ops: [n + 5, n + 6, n + 7],
            provider: n + 8,
        }
    }

    /// The first port that something else listens on.
    pub fn occupied(&self) -> Option<u16> {
        let [files, more] = self.files;
        let [back, public, staff] = self.ops;
        let all = [self.data, files, more, self.public, self.staff, back, public, staff, self.provider];
        all.into_iter().find(|port| TcpListener::bind(("127.0.0.1", *port)).is_err())
    }
}

/// The loopback addresses of a port that this machine has.
pub fn loopback(port: u16) -> Vec<SocketAddr> {
    let mut addresses = vec![SocketAddr::from(([127, 0, 0, 1], port))];
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok() {
        addresses.push(SocketAddr::from((Ipv6Addr::LOCALHOST, port)));
    }
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_shifts_all_ports_and_none_meet() {
        let ports = Ports::new(Some(65_527));
        let mut all = vec![ports.data, ports.public, ports.staff, ports.provider];
        all.extend(ports.files.into_iter().chain(ports.ops));
        all.sort_unstable();
        assert_eq!(all, (65_527..=65_535).collect::<Vec<_>>());
    }

    #[test]
    fn a_taken_port_is_named() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        assert_eq!(Ports { staff: port, ..Ports::new(Some(port)) }.occupied(), Some(port));
    }
}
