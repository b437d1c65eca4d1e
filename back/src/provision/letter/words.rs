//! What letters say, in French and English. Signs that need one have a blank that does not break before them.

use time::Date;
use vantail_shared::{call::Language, tls::FrontKind};

use super::{Letter, Secret};
use crate::map::Controller;

use Language::{En, Fr};

/// `22 novembre 2026`.
pub(super) fn date(language: Language, date: Date) -> String {
    let month = language.months()[usize::from(u8::from(date.month())) - 1];
    if language == En {
        return format!("{} {month} {}", date.day(), date.year());
    }
    let first = date.day() == 1;
    let day = if first { "1er".to_owned() } else { date.day().to_string() };
    format!("{day}\u{a0}{month} {}", date.year())
}

pub(super) fn title(letter: &Letter) -> String {
    match (&letter.secret, letter.language) {
        (Secret::Login(_), Fr) => "Votre identifiant pour le portail",
        (Secret::Login(_), En) => "Your sign-in name for the portal",
        (Secret::Password(..), Fr) => "Votre mot de passe initial pour le portail",
        (Secret::Password(..), En) => "Your initial password for the portal",
    }
    .to_owned()
}

pub(super) fn label(letter: &Letter) -> String {
    match (&letter.secret, letter.language) {
        (Secret::Login(_), Fr) => "Votre identifiant".to_owned(),
        (Secret::Login(_), En) => "Your sign-in name".to_owned(),
        (Secret::Password(_, until), Fr) => {
            format!("Votre mot de passe initial, valable jusqu’au {}", date(Fr, *until))
        }
        (Secret::Password(_, until), En) => format!("Your initial password, good until {}", date(En, *until)),
    }
}

/// What stands before the secret.
pub(super) fn opening(letter: &Letter, controller: &str, url: &str) -> Vec<String> {
    let greeting = match letter.language {
        Fr => "Bonjour,",
        En => "Hello,",
    };
    let what = match (letter.front, letter.language) {
        (FrontKind::Public, Fr) => {
            format!(
                "{controller} vous ouvre un accès personnel à son portail, où vous consultez vos données et vos documents\u{a0}: {url}"
            )
        }
        (FrontKind::Public, En) => {
            format!(
                "{controller} opens a personal access to its portal for you, where you see your data and your documents: {url}"
            )
        }
        (FrontKind::Staff, Fr) => {
            format!("{controller} vous ouvre un accès à l’espace du personnel de son portail\u{a0}: {url}")
        }
        (FrontKind::Staff, En) => {
            format!("{controller} opens an access to the staff side of its portal for you: {url}")
        }
    };
    let apart = match (&letter.secret, letter.language) {
        (Secret::Login(_), Fr) => {
            "Cette lettre contient votre identifiant. Votre mot de passe initial vous parvient par une autre lettre, pour que \
             personne ne trouve les deux ensemble."
        }
        (Secret::Login(_), En) => {
            "This letter holds your sign-in name. Your initial password comes in a letter of its own, so that nobody finds \
             both together."
        }
        (Secret::Password(..), Fr) => {
            "Cette lettre contient votre mot de passe initial. Votre identifiant vous parvient par une autre lettre, pour que \
             personne ne trouve les deux ensemble."
        }
        (Secret::Password(..), En) => {
            "This letter holds your initial password. Your sign-in name comes in a letter of its own, so that nobody finds \
             both together."
        }
    };
    [greeting.to_owned(), what, apart.to_owned()].into()
}

pub(super) fn steps_title(language: Language) -> String {
    match language {
        Fr => "Votre première connexion",
        En => "Signing in for the first time",
    }
    .to_owned()
}

pub(super) fn steps(letter: &Letter, url: &str) -> Vec<String> {
    match letter.language {
        Fr => vec![
            "Attendez d’avoir les deux lettres.".to_owned(),
            format!("Dans votre navigateur, tapez vous-même l’adresse {url}"),
            "Saisissez votre identifiant et votre mot de passe initial comme ils sont imprimés, tirets compris.".to_owned(),
            "Choisissez un nouveau mot de passe, que vous serez la seule personne à connaître.".to_owned(),
            "Saisissez le code que vous recevez à votre adresse électronique. Sans adresse connue, la page vous dit quoi faire."
                .to_owned(),
        ],
        En => vec![
            "Wait until you have both letters.".to_owned(),
            format!("In your browser, type the address yourself: {url}"),
            "Enter your sign-in name and your initial password as they are printed, with the hyphens.".to_owned(),
            "Choose a new password, which you alone will know.".to_owned(),
            "Enter the code that comes to your e-mail address. Where none is known, the page tells you what to do.".to_owned(),
        ],
    }
}

pub(super) fn help_title(language: Language) -> String {
    match language {
        Fr => "Si cela ne fonctionne pas",
        En => "If it does not work",
    }
    .to_owned()
}

pub(super) fn help(letter: &Letter, controller: &Controller) -> Vec<String> {
    let language = letter.language;
    let reach = match (controller.phone.is_empty(), controller.email.is_empty(), language) {
        (false, false, Fr) => format!("appelez le {} ou écrivez à {}", controller.phone, controller.email),
        (false, false, En) => format!("call {} or write to {}", controller.phone, controller.email),
        (false, true, Fr) => format!("appelez le {}", controller.phone),
        (false, true, En) => format!("call {}", controller.phone),
        (true, false, Fr) => format!("écrivez à {}", controller.email),
        (true, false, En) => format!("write to {}", controller.email),
        (true, true, Fr) => "écrivez-nous à l’adresse ci-dessus".to_owned(),
        (true, true, En) => "write to us at the address above".to_owned(),
    };
    let first = match (&letter.secret, language) {
        (Secret::Login(_), Fr) => {
            format!(
                "L’autre lettre n’arrive pas, ou la connexion échoue\u{a0}: {reach}. Nous vous enverrons un nouveau mot de passe."
            )
        }
        (Secret::Login(_), En) => {
            format!(
                "The other letter does not come, or signing in fails: {reach}. We shall send you a new password."
            )
        }
        (Secret::Password(_, until), Fr) => format!(
            "Ce mot de passe sert une seule fois, jusqu’au {}. Passé ce jour, ou si la connexion échoue, {reach}\u{a0}: nous vous en \
             enverrons un nouveau.",
            date(Fr, *until)
        ),
        (Secret::Password(_, until), En) => format!(
            "This password serves once, until {}. After that day, or if signing in fails, {reach}: we shall send you a new one.",
            date(En, *until)
        ),
    };
    let never = match language {
        Fr => {
            "Personne chez nous ne vous demandera jamais votre mot de passe. Vous pourrez détruire cette lettre après votre première connexion."
        }
        En => {
            "Nobody of ours will ever ask you for your password. You can destroy this letter once you have signed in."
        }
    };
    vec![first, never.to_owned()]
}

pub(super) fn foot(language: Language, privacy_contact: &str) -> String {
    match language {
        Fr => format!("Vos données et vos droits\u{a0}: {privacy_contact}"),
        En => format!("Your data and your rights: {privacy_contact}"),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date as day;

    use super::*;

    #[test]
    fn dates_are_written_as_each_language_does() {
        assert_eq!(date(Fr, day!(2026 - 11 - 22)), "22\u{a0}novembre 2026");
        assert_eq!(date(Fr, day!(2026 - 02 - 01)), "1er\u{a0}février 2026");
        assert_eq!(date(En, day!(2026 - 12 - 01)), "1 December 2026");
    }
}
