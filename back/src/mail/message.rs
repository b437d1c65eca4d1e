//! What mails there are.

use zeroize::Zeroizing;

/// How long a code that proves an address is good, in seconds.
const CODE: i64 = 10 * 60;

/// One of the fixed texts. Codes are written as people read them: `7KQM-...`.
pub(crate) enum Message {
    /// First sign-in: proves that the mailbox is the person's.
    IdentityCode(Zeroizing<String>),
    /// A forgotten password.
    RecoveryCode(Zeroizing<String>),
    /// A new address, to that address.
    EmailCode(Zeroizing<String>),
    /// The password was changed.
    PasswordChanged,
    /// A new address is in force, to the old address.
    EmailChanged {
        /// With it the owner of the old address objects.
        objection: Zeroizing<String>,
    },
    /// The new address is in force.
    EmailSettled,
    /// A sign-in from a browser that was not known.
    NewDevice,
    /// The change of the address was taken back.
    EmailRestored,
    /// A second factor was set up or taken away.
    FactorChanged,
    /// A recovery code was used.
    RecoveryUsed,
    /// The account was bound to a person at a sign-in provider, or no longer is.
    ProviderChanged,
    /// Terms wait for an answer.
    TermsDue,
}

/// A text without its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    IdentityCode,
    RecoveryCode,
    EmailCode,
    PasswordChanged,
    EmailChanged,
    EmailSettled,
    NewDevice,
    EmailRestored,
    FactorChanged,
    RecoveryUsed,
    ProviderChanged,
    TermsDue,
}

impl Text {
    pub(super) const ALL: [Self; 12] = [
        Self::IdentityCode,
        Self::RecoveryCode,
        Self::EmailCode,
        Self::PasswordChanged,
        Self::EmailChanged,
        Self::EmailSettled,
        Self::NewDevice,
        Self::EmailRestored,
        Self::FactorChanged,
        Self::RecoveryUsed,
        Self::ProviderChanged,
        Self::TermsDue,
    ];

    /// The name in the store and in metrics.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::IdentityCode => "identity_code",
            Self::RecoveryCode => "recovery_code",
            Self::EmailCode => "email_code",
            Self::PasswordChanged => "password_changed",
            Self::EmailChanged => "email_changed",
            Self::EmailSettled => "email_settled",
            Self::NewDevice => "new_device",
            Self::EmailRestored => "email_restored",
            Self::FactorChanged => "factor_changed",
            Self::RecoveryUsed => "recovery_used",
            Self::ProviderChanged => "provider_changed",
            Self::TermsDue => "terms_due",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|text| text.name() == name)
    }
}

impl Message {
    fn text(&self) -> Text {
        match self {
            Self::IdentityCode(_) => Text::IdentityCode,
            Self::RecoveryCode(_) => Text::RecoveryCode,
            Self::EmailCode(_) => Text::EmailCode,
            Self::PasswordChanged => Text::PasswordChanged,
            Self::EmailChanged { .. } => Text::EmailChanged,
            Self::EmailSettled => Text::EmailSettled,
            Self::NewDevice => Text::NewDevice,
            Self::EmailRestored => Text::EmailRestored,
            Self::FactorChanged => Text::FactorChanged,
            Self::RecoveryUsed => Text::RecoveryUsed,
            Self::ProviderChanged => Text::ProviderChanged,
            Self::TermsDue => Text::TermsDue,
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.text().name()
    }

    pub(super) fn code(&self) -> Option<&str> {
        match self {
            Self::IdentityCode(code)
            | Self::RecoveryCode(code)
            | Self::EmailCode(code)
            | Self::EmailChanged { objection: code } => Some(code),
            _ => None,
        }
    }

    /// Seconds after which it is worth nothing any more. An objection can be made for days.
    pub(super) fn lasts(&self) -> Option<i64> {
        match self {
            Self::IdentityCode(_) | Self::RecoveryCode(_) | Self::EmailCode(_) => Some(CODE),
            _ => None,
        }
    }
}
