//! A caller of the back with a certificate of its choice: what a stolen front could send.

use std::{net::SocketAddr, str::FromStr as _, time::Duration};

use bytes::{Buf, BufMut, Bytes};
use http::uri::PathAndQuery;
use hyper_util::rt::TokioIo;
use tonic::{
    Request, Status,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    transport::{Channel, Endpoint, Uri},
};
use vantail_proto::{
    files::files_client::FilesClient,
    portal::{
        credentials_client::CredentialsClient, entry_client::EntryClient, factors_client::FactorsClient,
        federation_client::FederationClient, portal_client::PortalClient,
    },
    staff::{people_client::PeopleClient, staff_client::StaffClient},
};
use vantail_shared::{
    call::{Call, Language, RequestId},
    failure::{Code, Failure},
    random::SystemRandom,
    tls::ClientTls,
};
use zeroize::Zeroizing;

/// One connection to one address of a back.
#[derive(Debug, Clone)]
pub struct Wire {
    channel: Channel,
}

impl Wire {
    /// Connects; an error is a refused handshake.
    pub async fn connect(tls: ClientTls, address: SocketAddr) -> Result<Self, tonic::transport::Error> {
        let endpoint = Endpoint::from_static("http://back").timeout(Duration::from_secs(10));
        let connector = tower::service_fn(move |_: Uri| {
            let tls = tls.clone();
            async move { tls.connect(address).await.map(TokioIo::new) }
        });
        Ok(Self { channel: endpoint.connect_with_connector(connector).await? })
    }

    /// Pages.
    pub fn portal(&self) -> PortalClient<Channel> {
        PortalClient::new(self.channel.clone())
    }

    /// Sign-ins under way.
    pub fn entry(&self) -> EntryClient<Channel> {
        EntryClient::new(self.channel.clone())
    }

    /// Passwords and addresses of mail.
    pub fn credentials(&self) -> CredentialsClient<Channel> {
        CredentialsClient::new(self.channel.clone())
    }

    /// Providers of sign-ins.
    pub fn federation(&self) -> FederationClient<Channel> {
        FederationClient::new(self.channel.clone())
    }

    /// Second factors.
    pub fn factors(&self) -> FactorsClient<Channel> {
        FactorsClient::new(self.channel.clone())
    }

    /// Documents.
    pub fn files(&self) -> FilesClient<Channel> {
        FilesClient::new(self.channel.clone())
    }

    /// Staff.
    pub fn staff(&self) -> StaffClient<Channel> {
        StaffClient::new(self.channel.clone())
    }

    /// The accounts of persons.
    pub fn people(&self) -> PeopleClient<Channel> {
        PeopleClient::new(self.channel.clone())
    }

    /// Calls any method with raw bytes as its message; the first answer's code, nothing when it is a success.
    pub async fn raw(&self, path: &str, message: &'static [u8], token: Option<&str>) -> Result<Bytes, Code> {
        let status = |status: Status| Failure::from_status(&status).code;
        let mut grpc = Grpc::new(self.channel.clone());
        grpc.ready().await.unwrap();
        let path = PathAndQuery::from_str(path).unwrap();
        let mut answers = grpc
            .server_streaming(with(token, Bytes::from_static(message)), path, Raw)
            .await
            .map_err(status)?
            .into_inner();
        Ok(answers.message().await.map_err(status)?.unwrap_or_default())
    }
}

/// A message with the context of a call around it.
pub fn with<M>(token: Option<&str>, message: M) -> Request<M> {
    let call = Call {
        browser: None,
        token: token.map(|token| Zeroizing::new(token.to_owned())),
        language: Language::Fr,
        request_id: RequestId::random(&SystemRandom),
        client: Some([127, 0, 0, 1].into()),
    };
    let mut request = Request::new(message);
    call.write(request.metadata_mut());
    request
}

/// The public code of a failed call.
pub fn code<T: std::fmt::Debug>(result: Result<T, Status>) -> Code {
    Failure::from_status(&result.expect_err("the call should fail")).code
}

/// Messages as they are on the wire.
#[derive(Debug, Clone, Copy)]
struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining())))
    }
}
