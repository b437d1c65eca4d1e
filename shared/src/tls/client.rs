//! The front's end of the hop.

use std::{collections::HashSet, io, net::SocketAddr, sync::Arc};

use arc_swap::ArcSwap;
use rustls::{
    ClientConfig, RootCertStore, client::Resumption, client::WebPkiServerVerifier, pki_types::ServerName,
    version::TLS13,
};
use tokio::{
    io::BufReader,
    net::{TcpSocket, TcpStream},
};
use tokio_rustls::{TlsConnector, client::TlsStream};
use tracing::warn;

use super::{
    ALPN_H2, Connection, hop_provider,
    identity::{CertificateId, FrontKind, IdentityError, Peer, Role},
    living::Living,
    material::{Files, LoadError, Material},
    without_pacing,
};
use crate::clock::Clock;

/// Bytes that one call of the system reads: the TLS library itself asks for 4 KiB, a quarter of a record.
const READ: usize = 128 * 1024;

/// Connects to backs. Cheap to clone; all clones see a reload.
#[derive(Debug, Clone)]
pub struct ClientTls {
    files: Arc<Files>,
    trust_domain: Arc<str>,
    server_name: ServerName<'static>,
    clock: Arc<dyn Clock>,
    current: Arc<ArcSwap<Current>>,
    living: Living,
}

#[derive(Debug)]
struct Current {
    config: Arc<ClientConfig>,
    revoked: HashSet<CertificateId>,
    me: Peer,
}

impl ClientTls {
    /// Reads and checks the files.
    ///
    /// # Errors
    /// A file that is missing, out of form, out of date, or does not fit the others.
    pub fn load(files: Files, trust_domain: &str, clock: Arc<dyn Clock>) -> Result<Self, LoadError> {
        let current = build(&files, trust_domain, clock.as_ref())?;
        let server_name =
            ServerName::try_from(format!("back.{trust_domain}")).map_err(|_| LoadError::Pem {
                path: files.cert.clone(),
                problem: format!("{trust_domain:?} is no trust domain"),
            })?;
        Ok(Self {
            files: Arc::new(files),
            trust_domain: trust_domain.into(),
            server_name,
            clock,
            current: Arc::new(ArcSwap::from_pointee(current)),
            living: Living::default(),
        })
    }

    /// Reads the files again, for new connections; living connections to backs whose certificate is revoked now are cut.
    ///
    /// # Errors
    /// As [`ClientTls::load`]; everything stays as it was then.
    pub fn reload(&self) -> Result<(), LoadError> {
        self.current.store(Arc::new(build(&self.files, &self.trust_domain, self.clock.as_ref())?));
        let cut = self.living.cut(|certificate| self.current.load().revoked.contains(certificate));
        if cut > 0 {
            warn!(connections_cut = cut, "connections to a revoked back were cut");
        }
        Ok(())
    }

    /// The kind of front that our certificate proves us to be; nothing for a back's certificate.
    pub fn front_kind(&self) -> Option<FrontKind> {
        match self.current.load().me.role {
            Role::Front(kind) => Some(kind),
            Role::Back => None,
        }
    }

    /// When our own certificate ends, in seconds since 1970-01-01 UTC.
    pub fn not_after(&self) -> i64 {
        self.current.load().me.not_after
    }

    /// Opens a connection to a back.
    ///
    /// # Errors
    /// The network, the handshake, or a peer that is no back of our trust domain.
    pub async fn connect(
        &self,
        address: SocketAddr,
    ) -> io::Result<Connection<TlsStream<BufReader<TcpStream>>>> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        without_pacing(&socket);
        let tcp = socket.connect(address).await?;
        tcp.set_nodelay(true)?;
        let config = self.current.load().config.clone();
        let tcp = BufReader::with_capacity(READ, tcp);
        let stream = TlsConnector::from(config).connect(self.server_name.clone(), tcp).await?;
        let certificate = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
        let certificate = certificate.ok_or_else(|| io::Error::other(IdentityError::Missing))?;
        let peer = Peer::from_certificate(certificate, &self.trust_domain).map_err(io::Error::other)?;
        if peer.role != Role::Back {
            return Err(io::Error::other(IdentityError::UnknownRole));
        }
        let peer = Arc::new(peer);
        let entry = self.living.enter(peer.clone());
        // A list that came during the handshake.
        if self.current.load().revoked.contains(&peer.certificate) {
            return Err(io::Error::other("the certificate is revoked"));
        }
        Ok(Connection::new(stream, peer, entry, None))
    }
}

fn build(files: &Files, trust_domain: &str, clock: &dyn Clock) -> Result<Current, LoadError> {
    let material = Material::load(files, trust_domain, clock)?;
    let provider = hop_provider();
    let roots: Arc<RootCertStore> = Arc::new(material.roots);
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider.clone())
        .with_crls(material.crls)
        .allow_unknown_revocation_status()
        .only_check_end_entity_revocation()
        .build()?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])?
        .with_webpki_verifier(verifier)
        .with_client_auth_cert(material.chain, material.key)?;
    config.alpn_protocols = vec![ALPN_H2.to_vec()];
    config.resumption = Resumption::disabled();
    Ok(Current { config: Arc::new(config), revoked: material.revoked, me: material.me })
}
