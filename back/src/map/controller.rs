//! Who answers for the data, and the legal texts.

use vantail_shared::config::Section;

use super::PerLanguage;

/// The controller in the sense of GDPR, article 4(7), with what article 13(1) says that people must be told.
#[derive(Debug, Clone)]
pub struct Controller {
    /// The organisation's name.
    pub name: String,
    /// Lines of the postal address.
    pub address: Vec<String>,
    /// E-mail address; may be empty.
    pub email: String,
    /// Telephone number; may be empty.
    pub phone: String,
    /// Address of the website; may be empty.
    pub website: String,
    /// How to reach the data protection officer, or who answers in their place.
    pub privacy_contact: String,
    /// The supervisory authority that takes complaints.
    pub authority: String,
    /// Its website; may be empty.
    pub authority_website: String,
    /// The name of the data protection officer; may be empty.
    pub officer: String,
    /// The representative in the Union of a controller that is not established in it; may be empty.
    pub representative: String,
    /// The e-mail address that is warned when something asks for a human look; may be empty.
    pub supervisor: String,
    /// Sections of the legal page.
    pub texts: Vec<LegalText>,
}

/// One section of the legal page.
#[derive(Debug, Clone)]
pub struct LegalText {
    /// Its title.
    pub title: PerLanguage<String>,
    /// Its paragraphs.
    pub paragraphs: PerLanguage<Vec<String>>,
}

/// What a draft writes where it cannot know: letters and pages would bear it.
#[derive(Debug)]
pub struct Unsaid {
    /// In place of the name.
    pub name: &'static str,
    /// In place of the address.
    pub address: [&'static str; 2],
    /// In place of the address of mail.
    pub email: &'static str,
    /// In place of who answers for the data.
    pub privacy_contact: &'static str,
}

/// What a draft writes.
pub const UNSAID: Unsaid = Unsaid {
    name: "Your organisation",
    address: ["Street and number", "Postcode and town"],
    email: "office@example.org",
    privacy_contact: "privacy@example.org",
};

impl Controller {
    pub(super) fn read(section: Section<'_>) -> Option<Self> {
        let required =
            |key: &str| section.required_text(key, &format!("{key} = \"...\"")).map(|text| text.value);
        let optional = |key: &str| section.text(key).map(|text| text.value).unwrap_or_default();
        let (name, privacy_contact, authority) =
            (required("name"), required("privacy_contact"), required("authority"));
        if !section.has("address") {
            section.missing("address", "address = [\"street\", \"town\"]");
        }
        let address = section.texts("address").into_iter().map(|line| line.value).collect();
        let (email, phone, website) = (optional("email"), optional("phone"), optional("website"));
        let authority_website = optional("authority_website");
        let (officer, representative) = (optional("officer"), optional("representative"));
        let supervisor = optional("supervisor");
        let mut texts = Vec::new();
        for text in section.list_of_sections("texts") {
            let title = PerLanguage::<String>::required(&text, "title");
            let paragraphs = PerLanguage::paragraphs(&text, "paragraphs");
            text.close();
            texts.extend(title.zip(paragraphs).map(|(title, paragraphs)| LegalText { title, paragraphs }));
        }
        let texts_of = |key: &str| section.texts(key);
        let said = ["name", "email", "privacy_contact"].iter().filter_map(|key| section.text(key));
        let drafted =
            [UNSAID.name, UNSAID.email, UNSAID.privacy_contact, UNSAID.address[0], UNSAID.address[1]];
        for left in said.chain(texts_of("address")).filter(|text| drafted.contains(&text.value.as_str())) {
            section.warn(
                &left.at,
                format!("`controller` still says {:?}, which a draft wrote", left.value),
                "say who you are: letters, mails and the legal page bear it",
            );
        }
        section.close();
        Some(Self {
            name: name?,
            address,
            email,
            phone,
            website,
            privacy_contact: privacy_contact?,
            authority: authority?,
            authority_website,
            officer,
            representative,
            supervisor,
            texts,
        })
    }
}
