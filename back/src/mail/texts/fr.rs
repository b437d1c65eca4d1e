//! French.

use super::{Frame, Text, Words};

pub(super) const FRAME: Frame = Frame {
    greeting: "Bonjour,",
    address: "L’adresse du portail est toujours la même\u{a0}; en cas de doute, saisissez-la vous-même\u{a0}:",
    closing: "Ce message a été envoyé automatiquement. Il ne contient rien de personnel, et nous ne demandons jamais de mot de passe par courrier électronique.",
};

pub(super) fn words(text: Text) -> Words {
    match text {
        Text::IdentityCode => Words {
            subject: "Votre code pour la première connexion",
            lead: "Voici le code qui termine votre première connexion.",
            action: "Saisissez-le dans la page qui le demande, dans le navigateur où vous vous connectez. Il est valable 10\u{a0}minutes.",
            otherwise: "Si vous n’êtes pas en train de vous connecter, quelqu’un d’autre détient le mot de passe de votre premier courrier\u{a0}: prévenez-nous et ne communiquez ce code à personne.",
            page: "/login",
        },
        Text::RecoveryCode => Words {
            subject: "Votre code pour un nouveau mot de passe",
            lead: "Quelqu’un a demandé un nouveau mot de passe pour votre compte. Voici le code nécessaire.",
            action: "Saisissez-le dans la page qui le demande, dans le même navigateur. Il est valable 10\u{a0}minutes.",
            otherwise: "Si ce n’est pas vous, vous n’avez rien à faire\u{a0}: sans ce code, votre mot de passe reste le même. Ne le communiquez à personne.",
            page: "/forgot",
        },
        Text::EmailCode => Words {
            subject: "Votre code pour cette adresse électronique",
            lead: "Quelqu’un souhaite utiliser cette adresse électronique pour son compte. Voici le code qui la confirme.",
            action: "Saisissez-le dans la page qui le demande, dans le même navigateur. Il est valable 10\u{a0}minutes.",
            otherwise: "Si ce n’est pas vous, vous n’avez rien à faire\u{a0}: sans ce code, l’adresse n’est pas utilisée.",
            page: "/account",
        },
        Text::PasswordChanged => Words {
            subject: "Votre mot de passe a été modifié",
            lead: "Le mot de passe de votre compte vient d’être modifié. Tous les autres appareils ont été déconnectés.",
            action: "Si c’est vous, vous n’avez rien à faire.",
            otherwise: "Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe avec «\u{a0}Mot de passe oublié\u{a0}» sur la page de connexion\u{a0}: toutes les sessions seront fermées. La page suivante montre ce qui ouvre encore votre compte\u{a0}: retirez-y ce qui n’est pas à vous, puis prévenez-nous.",
            page: "/forgot",
        },
        Text::EmailChanged => Words {
            subject: "Une autre adresse électronique pour votre compte",
            lead: "Quelqu’un qui est connecté à votre compte a remplacé cette adresse électronique par une autre.",
            action: "Si c’est vous, vous n’avez rien à faire.",
            otherwise: "Si ce n’est pas vous, opposez-vous\u{a0}: saisissez ce code dans la page ci-dessous. Cette adresse comptera de nouveau, toutes les sessions seront fermées, le mot de passe n’ouvrira plus rien, et les deuxièmes étapes et fournisseurs d’identité mis en place récemment seront retirés. Vous choisirez ensuite un nouveau mot de passe avec «\u{a0}Mot de passe oublié\u{a0}».",
            page: "/objection",
        },
        Text::EmailRestored => Words {
            subject: "Le changement de votre adresse électronique est annulé",
            lead: "Quelqu’un s’est opposé au changement avec le code envoyé à cette adresse\u{a0}: elle est de nouveau celle de votre compte. Toutes les sessions sont fermées, le mot de passe n’ouvre plus rien, et les deuxièmes étapes et fournisseurs d’identité mis en place récemment sont retirés.",
            action: "Choisissez maintenant un nouveau mot de passe avec «\u{a0}Mot de passe oublié\u{a0}» sur la page de connexion.",
            otherwise: "Si vous ne vous êtes pas opposé vous-même, quelqu’un d’autre lit votre courrier\u{a0}: prévenez-nous.",
            page: "/forgot",
        },
        Text::EmailSettled => Words {
            subject: "L’adresse électronique de votre compte",
            lead: "L’adresse électronique de votre compte a été modifiée.",
            action: "Si vous êtes au courant, vous n’avez rien à faire.",
            otherwise: "Sinon, prévenez-nous tout de suite\u{a0}: le numéro de téléphone et l’adresse postale figurent dans les mentions légales.",
            page: "/legal",
        },
        Text::NewDevice => Words {
            subject: "Une connexion depuis un nouveau navigateur",
            lead: "Quelqu’un vient de se connecter à votre compte depuis un navigateur qui n’avait jamais servi pour lui.",
            action: "Si c’est vous, vous n’avez rien à faire.",
            otherwise: "Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe avec «\u{a0}Mot de passe oublié\u{a0}» sur la page de connexion\u{a0}: toutes les sessions seront fermées. La page suivante montre ce qui ouvre encore votre compte\u{a0}: retirez-y ce qui n’est pas à vous, puis prévenez-nous.",
            page: "/forgot",
        },
        Text::FactorChanged => Words {
            subject: "La deuxième étape de votre connexion a changé",
            lead: "Une deuxième étape de connexion (application, codes de secours ou clé d’accès) a été ajoutée à votre compte ou en a été retirée.",
            action: "Si c’est vous, vous n’avez rien à faire. La page de votre compte montre ce qui est en place.",
            otherwise: "Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe avec «\u{a0}Mot de passe oublié\u{a0}» sur la page de connexion\u{a0}: toutes les sessions seront fermées. La page suivante montre ce qui est en place\u{a0}: retirez-y ce qui n’est pas à vous. Si une deuxième étape que vous n’avez pas vous est demandée, appelez-nous\u{a0}: nous vérifierons que c’est bien vous et la retirerons.",
            page: "/forgot",
        },
        Text::RecoveryUsed => Words {
            subject: "Un code de secours a été utilisé",
            lead: "Quelqu’un vient de se connecter à votre compte avec l’un de vos codes de secours, à la place de l’application. Ce code n’est plus valable.",
            action: "Si c’est vous, vous n’avez rien à faire. La page de votre compte montre combien de codes il reste.",
            otherwise: "Si ce n’est pas vous, quelqu’un détient vos codes et votre mot de passe\u{a0}: choisissez tout de suite un nouveau mot de passe avec «\u{a0}Mot de passe oublié\u{a0}» sur la page de connexion, créez de nouveaux codes de secours dans la page de votre compte, puis prévenez-nous.",
            page: "/forgot",
        },
        Text::ProviderChanged => Words {
            subject: "Un fournisseur d’identité pour votre compte",
            lead: "Votre compte vient d’être lié à un fournisseur d’identité, ou ce lien vient d’être supprimé.",
            action: "Si c’est vous, vous n’avez rien à faire. La page de votre compte montre les liens en place.",
            otherwise: "Si ce n’est pas vous, prévenez-nous tout de suite\u{a0}: le numéro de téléphone et l’adresse postale figurent dans les mentions légales.",
            page: "/legal",
        },
        Text::TermsDue => Words {
            subject: "Des conditions attendent votre réponse",
            lead: "Les conditions du portail ont changé, et votre réponse manque encore.",
            action: "Connectez-vous comme d’habitude\u{a0}: le texte vous sera présenté, et vous pourrez l’accepter ou le refuser.",
            otherwise: "Quelle que soit votre réponse, votre compte et vos droits sur vos données vous restent ouverts.",
            page: "/terms",
        },
    }
}
