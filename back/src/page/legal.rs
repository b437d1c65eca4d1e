//! Who answers for the data, as a message.

use vantail_proto::portal::{Controller as Message, LegalReply, LegalText};
use vantail_shared::call::Language;

use crate::map::Controller;

pub(super) fn reply(controller: &Controller, language: Language) -> LegalReply {
    let texts = controller.texts.iter().map(|text| LegalText {
        title: text.title.of(language).clone(),
        paragraphs: text.paragraphs.of(language).clone(),
    });
    LegalReply {
        controller: Some(Message {
            name: controller.name.clone(),
            address: controller.address.clone(),
            email: controller.email.clone(),
            phone: controller.phone.clone(),
            website: controller.website.clone(),
            privacy_contact: controller.privacy_contact.clone(),
            authority: controller.authority.clone(),
            authority_website: controller.authority_website.clone(),
        }),
        texts: texts.collect(),
    }
}
