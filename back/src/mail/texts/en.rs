//! English.

use super::{Frame, Text, Words};

pub(super) const FRAME: Frame = Frame {
    greeting: "Hello,",
    address: "The address of the portal is always the same; type it yourself if in doubt:",
    closing: "This message was sent automatically. It contains nothing personal, and we never ask for a password by mail.",
};

pub(super) fn words(text: Text) -> Words {
    match text {
        Text::IdentityCode => Words {
            subject: "Your code for the first sign-in",
            lead: "Here is the code that completes your first sign-in.",
            action: "Type it into the page that asks for it, in the browser in which you are signing in. It is good for 10 minutes.",
            otherwise: "If you are not signing in right now, somebody else has the password of your first letter: tell us, and do not pass this code on.",
            page: "/login",
        },
        Text::RecoveryCode => Words {
            subject: "Your code for a new password",
            lead: "Somebody has asked for a new password for your account. Here is the code for it.",
            action: "Type it into the page that asks for it, in the same browser. It is good for 10 minutes.",
            otherwise: "If it was not you, you need do nothing: without this code your password stays as it is. Do not pass it on to anybody.",
            page: "/forgot",
        },
        Text::EmailCode => Words {
            subject: "Your code for this e-mail address",
            lead: "Somebody wants to use this e-mail address for their account. Here is the code that confirms it.",
            action: "Type it into the page that asks for it, in the same browser. It is good for 10 minutes.",
            otherwise: "If it was not you, you need do nothing: without this code the address is not used.",
            page: "/account",
        },
        Text::PasswordChanged => Words {
            subject: "Your password was changed",
            lead: "The password of your account has just been changed. All other devices were signed out.",
            action: "If it was you, you need do nothing.",
            otherwise: "If it was not you, choose a new password at once with “Forgotten password” on the sign-in page: that ends every session. The page that follows shows what else opens your account: remove what is not yours there, then tell us.",
            page: "/forgot",
        },
        Text::EmailChanged => Words {
            subject: "Another e-mail address for your account",
            lead: "Somebody who is signed in to your account has replaced this e-mail address with another one.",
            action: "If it was you, you need do nothing.",
            otherwise: "If it was not you, object: type this code on the page below. This address then counts again, every session ends, the password is good for nothing any more, and the second steps and providers set up lately are removed. You then choose a new password with “Forgotten password”.",
            page: "/objection",
        },
        Text::EmailRestored => Words {
            subject: "The change of your e-mail address was undone",
            lead: "Somebody has objected with the code that we sent to this address: it is that of your account again. Every session has ended, the password is good for nothing any more, and the second steps and providers set up lately were removed.",
            action: "Choose a new password now with “Forgotten password” on the sign-in page.",
            otherwise: "If you did not object yourself, somebody else reads your mail: tell us.",
            page: "/forgot",
        },
        Text::EmailSettled => Words {
            subject: "The e-mail address of your account",
            lead: "The e-mail address of your account was changed.",
            action: "If you know about it, you need do nothing.",
            otherwise: "If you do not, tell us at once: the telephone number and the postal address are on the page with the legal notice.",
            page: "/legal",
        },
        Text::NewDevice => Words {
            subject: "A sign-in from a new browser",
            lead: "Somebody has just signed in to your account from a browser that was never used for it before.",
            action: "If it was you, you need do nothing.",
            otherwise: "If it was not you, choose a new password at once with “Forgotten password” on the sign-in page: that ends every session. The page that follows shows what else opens your account: remove what is not yours there, then tell us.",
            page: "/forgot",
        },
        Text::FactorChanged => Words {
            subject: "The second step of your sign-in was changed",
            lead: "A second step of signing in (an app, recovery codes or a passkey) was set up for your account or taken away from it.",
            action: "If it was you, you need do nothing. Your account page shows what is set up now.",
            otherwise: "If it was not you, choose a new password at once with “Forgotten password” on the sign-in page: that ends every session. The page that follows shows what is set up: remove what is not yours there. If you are asked for a second step that you do not have, call us: we make sure that it is you and take it away.",
            page: "/forgot",
        },
        Text::RecoveryUsed => Words {
            subject: "A recovery code was used",
            lead: "Somebody has just signed in to your account with one of your recovery codes, in place of the app. That code is no longer good.",
            action: "If it was you, you need do nothing. Your account page shows how many codes are left.",
            otherwise: "If it was not you, somebody has your codes and your password: choose a new password at once with “Forgotten password” on the sign-in page, make new recovery codes on your account page, then tell us.",
            page: "/forgot",
        },
        Text::ProviderChanged => Words {
            subject: "An identity provider for your account",
            lead: "Your account has just been linked to an identity provider, or such a link has just been removed.",
            action: "If it was you, you need do nothing. Your account page shows the links that are in place.",
            otherwise: "If it was not you, tell us at once: the telephone number and the postal address are on the page with the legal notice.",
            page: "/legal",
        },
        Text::TermsDue => Words {
            subject: "Terms that wait for your answer",
            lead: "The terms of the portal have changed, and your answer is still missing.",
            action: "Sign in as usual: the text is shown to you, and you can accept or refuse it.",
            otherwise: "Whatever you answer, your account and your privacy rights stay open to you.",
            page: "/terms",
        },
    }
}
