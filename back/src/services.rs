//! The contract's services: each method finds out who calls, asks one module, and answers.

mod answer;
mod credentials;
mod entry;
mod factors;
mod federation;
mod files;
mod frame;
mod people;
mod portal;
mod staff;
mod terms;

pub use credentials::CredentialsService;
pub use entry::EntryService;
pub use factors::FactorsService;
pub use federation::FederationService;
pub use files::FilesService;
pub use people::PeopleService;
pub use portal::PortalService;
pub use staff::StaffService;
pub use terms::TermsService;
