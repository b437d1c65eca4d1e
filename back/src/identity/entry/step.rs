//! What a sign-in under way waits for: a pure function of what is proved and what is due.
//!
//! A second factor that is set up comes before the password may be changed: neither a mailbox nor a guessed password
//! alone moves anything.

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing: a session is open.
    Done,
    /// A new password.
    NewPassword(Reason),
    /// The code that was mailed.
    EmailCode,
    /// No address is known to send a code to.
    NoEmail,
    /// A second factor.
    SecondFactor,
    /// A second factor must be set up.
    Enrol,
}

/// Why a new password is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The one from the letter is good for one use.
    Initial,
    /// It was forgotten.
    Forgotten,
    /// The rules became stricter.
    Rules,
    /// It is too old.
    Expired,
}

impl Reason {
    const ALL: [Self; 4] = [Self::Initial, Self::Forgotten, Self::Rules, Self::Expired];

    /// As it is stored.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Forgotten => "forgotten",
            Self::Rules => "rules",
            Self::Expired => "expired",
        }
    }

    /// As it was stored.
    pub(super) fn read(stored: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == stored)
    }
}

/// How somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// With name and password.
    Password,
    /// With a name alone: the code by mail stands for the password.
    Forgot,
    /// With a passkey that verified the person.
    Passkey,
    /// At a provider.
    Federation,
}

impl Way {
    const ALL: [Self; 4] = [Self::Password, Self::Forgot, Self::Passkey, Self::Federation];

    /// As it is stored.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Forgot => "forgot",
            Self::Passkey => "passkey",
            Self::Federation => "federation",
        }
    }

    /// As it was stored.
    pub(super) fn read(stored: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == stored)
    }
}

/// What is proved and what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each holds by itself: `step` is where they meet")]
pub(super) struct Facts {
    pub(super) way: Way,
    /// The code that was mailed came back.
    pub(super) mail_proved: bool,
    /// A second factor was given, or one that counts as two.
    pub(super) factor_proved: bool,
    /// Why a new password is due.
    pub(super) reason: Option<Reason>,
    /// The person proved to be who the letters were for, once.
    pub(super) verified: bool,
    /// There is an address to send a code to.
    pub(super) reachable: bool,
    /// A second factor is set up.
    pub(super) factor: bool,
    /// A second factor is a duty.
    pub(super) factor_due: bool,
}

/// What is waited for.
pub(super) fn step(facts: Facts) -> Step {
    if facts.way == Way::Forgot && !facts.mail_proved {
        // Whoever knows nothing but a name learns nothing about it: not even that no code can be sent.
        return Step::EmailCode;
    }
    if facts.factor && !facts.factor_proved {
        return Step::SecondFactor;
    }
    if let Some(reason) = facts.reason {
        return Step::NewPassword(reason);
    }
    if !facts.verified {
        return if facts.reachable { Step::EmailCode } else { Step::NoEmail };
    }
    if facts.factor_due && !facts.factor && !facts.factor_proved {
        return Step::Enrol;
    }
    Step::Done
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facts() -> impl Strategy<Value = Facts> {
        let way = prop::sample::select(&Way::ALL[..]);
        let reason = prop::option::of(prop::sample::select(&Reason::ALL[..]));
        (way, reason, any::<[bool; 6]>()).prop_map(|(way, reason, flags)| {
            let [mail_proved, factor_proved, verified, reachable, factor, factor_due] = flags;
            Facts { way, mail_proved, factor_proved, reason, verified, reachable, factor, factor_due }
        })
    }

    /// The proof that each step asks for.
    fn prove(facts: &mut Facts) {
        match step(*facts) {
            Step::Done => {}
            Step::NewPassword(_) => facts.reason = None,
            Step::EmailCode => (facts.mail_proved, facts.verified) = (true, true),
            Step::NoEmail => facts.reachable = true,
            Step::SecondFactor => facts.factor_proved = true,
            Step::Enrol => (facts.factor, facts.factor_proved) = (true, true),
        }
    }

    proptest! {
        #[test]
        fn no_session_without_every_due_proof(facts in facts()) {
            if step(facts) == Step::Done {
                prop_assert!(facts.way != Way::Forgot || facts.mail_proved);
                prop_assert!(!facts.factor || facts.factor_proved);
                prop_assert!(facts.factor || facts.factor_proved || !facts.factor_due);
                prop_assert!(facts.reason.is_none() && facts.verified);
            }
        }

        #[test]
        fn no_password_is_changed_before_what_is_set_up_is_proved(facts in facts()) {
            if let Step::NewPassword(_) = step(facts) {
                prop_assert!(facts.way != Way::Forgot || facts.mail_proved);
                prop_assert!(!facts.factor || facts.factor_proved);
            }
        }

        #[test]
        fn every_way_ends(mut facts in facts()) {
            let mut steps = Vec::new();
            while step(facts) != Step::Done {
                steps.push(step(facts));
                prove(&mut facts);
                prop_assert!(steps.len() <= 6, "{steps:?}");
            }
            let mut once = steps.clone();
            once.dedup();
            prop_assert_eq!(once, steps);
        }

        #[test]
        fn a_name_alone_learns_nothing(mut one in facts(), two in facts()) {
            (one.way, one.mail_proved) = (Way::Forgot, false);
            let other = Facts { way: Way::Forgot, mail_proved: false, ..two };
            prop_assert_eq!(step(one), step(other));
        }
    }

    #[test]
    fn what_is_stored_is_read() {
        assert!(Reason::ALL.into_iter().all(|reason| Reason::read(reason.as_str()) == Some(reason)));
        assert!(Way::ALL.into_iter().all(|way| Way::read(way.as_str()) == Some(way)));
        assert_eq!((Reason::read("none"), Way::read("")), (None, None));
    }
}
