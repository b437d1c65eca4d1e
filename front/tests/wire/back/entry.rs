//! Sign-ins under way: the name tells the step that each begins with.

use tonic::{Request, Response, Status};
use vantail_proto::portal::{self, PasswordReason, Step, rule::Kind};
use vantail_shared::failure::{Code, Failure};

use super::{Back, TOKEN, sample::accounts as sample};

/// The code that is right, as people read it.
pub const CODE: &str = "2345-6789-ABCD";
/// What makes a browser a known one.
pub const BROWSER: &str = "known-browser-value";

/// What an entry waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    NewPassword(PasswordReason),
    EmailCode {
        forgot: bool,
    },
    NoEmail,
    Factor {
        passkey: bool,
    },
    Enrol,
    /// A code is due, and none could be sent yet.
    Unsent,
}

impl Stage {
    pub fn of(login: &str) -> Option<Self> {
        Some(match login {
            "new" => Self::NewPassword(PasswordReason::Initial),
            "strict" => Self::NewPassword(PasswordReason::Rules),
            "nomail" => Self::NoEmail,
            "factor" => Self::Factor { passkey: false },
            "passkey" => Self::Factor { passkey: true },
            "enrol" => Self::Enrol,
            "unsent" => Self::Unsent,
            _ => return None,
        })
    }

    fn step(self) -> Step {
        match self {
            Self::NewPassword(_) => Step::NewPassword,
            Self::EmailCode { .. } | Self::Unsent => Step::EmailCode,
            Self::NoEmail => Step::NoEmail,
            Self::Factor { .. } => Step::SecondFactor,
            Self::Enrol => Step::Enrol,
        }
    }
}

fn fail<T>(failure: &Failure) -> Result<T, Status> {
    Err(failure.to_status())
}

impl Back {
    /// A new entry.
    pub fn begin(&self, login: &str) -> portal::SignInReply {
        let mut reply = portal::SignInReply::default();
        reply.token = format!("entry-{login}");
        if let Some(stage) = Stage::of(login) {
            reply.set_next(stage.step());
            self.entries.lock().expect("a whole lock").insert(reply.token.clone(), stage);
        }
        reply
    }

    /// The entry of a call, with its token.
    async fn entry<T>(
        &self,
        name: &'static str,
        request: &Request<T>,
    ) -> Result<(String, Option<Stage>), Status> {
        let call = self.enter(name, request, false).await?;
        let token = call.token.map(|token| token.to_string()).unwrap_or_default();
        match self.entries.lock().expect("a whole lock").get(&token) {
            Some(stage) => Ok((token, Some(*stage))),
            None if token == TOKEN => Ok((token, None)),
            None => fail(&Failure::new(Code::SignedOut)),
        }
    }

    /// Goes on, or opens the session.
    fn advance(&self, token: String, next: Option<Stage>, codes: Vec<String>) -> portal::AdvanceReply {
        let mut reply = portal::AdvanceReply::default();
        let look = next.is_none() && token == "entry-forgot";
        let mut entries = self.entries.lock().expect("a whole lock");
        if let Some(stage) = next {
            reply.set_next(stage.step());
            entries.insert(token, stage);
        } else {
            reply.set_next(Step::Done);
            entries.remove(&token);
            (reply.token, reply.browser) = (TOKEN.to_owned(), BROWSER.to_owned());
        }
        reply.recovery_codes = codes;
        // Who comes back in by mail is shown what else opens the account.
        reply.look = look;
        reply
    }
}

/// What a code is answered.
pub fn judge(code: &str) -> Result<(), Status> {
    match code {
        CODE | "123456" => Ok(()),
        "last" => fail(&Failure::wrong_code(1)),
        "over" => fail(&Failure::new(Code::CodeOver)),
        "throttled" => fail(&Failure::new(Code::Throttled).retry_after(120)),
        "busy" => fail(&Failure::new(Code::Busy).retry_after(2)),
        _ => fail(&Failure::wrong_code(4)),
    }
}

/// What a new password is answered.
pub fn weigh(password: &str) -> Result<(), Status> {
    let unmet = vec![sample::rule(Kind::Length, 12), sample::rule(Kind::Same, 0)];
    if password.starts_with("weak") { fail(&Failure::weak_password(unmet)) } else { Ok(()) }
}

#[tonic::async_trait]
impl portal::entry_server::Entry for Back {
    async fn doors(
        &self,
        request: Request<portal::DoorsRequest>,
    ) -> Result<Response<portal::DoorsReply>, Status> {
        self.enter("doors", &request, false).await?;
        Ok(Response::new(sample::doors()))
    }

    async fn forgot(
        &self,
        request: Request<portal::ForgotRequest>,
    ) -> Result<Response<portal::ForgotReply>, Status> {
        self.enter("forgot", &request, false).await?;
        if request.get_ref().login == "throttled" {
            return fail(&Failure::new(Code::Throttled).retry_after(120));
        }
        let mut reply = portal::ForgotReply::default();
        "entry-forgot".clone_into(&mut reply.token);
        let stage = Stage::EmailCode { forgot: true };
        self.entries.lock().expect("a whole lock").insert(reply.token.clone(), stage);
        Ok(Response::new(reply))
    }

    async fn current(
        &self,
        request: Request<portal::CurrentRequest>,
    ) -> Result<Response<portal::CurrentReply>, Status> {
        let (_, stage) = self.entry("current", &request).await?;
        let mut reply = portal::CurrentReply { rules: sample::rules(), ..portal::CurrentReply::default() };
        reply.set_step(stage.map_or(Step::Done, Stage::step));
        "mhaubigne-27".clone_into(&mut reply.login);
        match stage {
            Some(Stage::NewPassword(reason)) => reply.set_reason(reason),
            Some(Stage::EmailCode { forgot }) => {
                (reply.resend_seconds, reply.code_seconds) = (45, 600);
                if forgot {
                    reply.login.clear();
                } else {
                    "m•••@c•••.example".clone_into(&mut reply.address);
                }
            }
            Some(Stage::Factor { passkey }) => {
                (reply.totp, reply.recovery, reply.passkey) = (true, true, passkey);
            }
            Some(Stage::NoEmail) => {
                reply.contact = Some(portal::Contact {
                    name: "Cabinet Exemple".to_owned(),
                    email: "contact@cabinet.example".to_owned(),
                    phone: "+33 4 78 00 00 00".to_owned(),
                });
            }
            Some(Stage::Unsent) => (reply.resend_seconds, reply.code_unsent) = (45, true),
            Some(Stage::Enrol) | None => {}
        }
        Ok(Response::new(reply))
    }

    async fn send_code(
        &self,
        request: Request<portal::SendCodeRequest>,
    ) -> Result<Response<portal::SendCodeReply>, Status> {
        let (_, stage) = self.entry("send_code", &request).await?;
        match stage {
            Some(Stage::EmailCode { .. }) => Ok(Response::new(portal::SendCodeReply { resend_seconds: 60 })),
            _ => fail(&Failure::new(Code::StepDue)),
        }
    }

    async fn give_code(
        &self,
        request: Request<portal::GiveCodeRequest>,
    ) -> Result<Response<portal::AdvanceReply>, Status> {
        let (token, stage) = self.entry("give_code", &request).await?;
        let next = match stage {
            Some(Stage::EmailCode { forgot: true }) => Some(Stage::NewPassword(PasswordReason::Forgotten)),
            Some(Stage::EmailCode { .. } | Stage::Unsent | Stage::Factor { .. } | Stage::Enrol) => None,
            _ => return fail(&Failure::new(Code::StepDue)),
        };
        judge(&request.get_ref().code)?;
        let codes = if stage == Some(Stage::Enrol) { sample::recovery_codes() } else { Vec::new() };
        Ok(Response::new(self.advance(token, next, codes)))
    }

    async fn choose_password(
        &self,
        request: Request<portal::ChoosePasswordRequest>,
    ) -> Result<Response<portal::AdvanceReply>, Status> {
        let (token, stage) = self.entry("choose_password", &request).await?;
        let Some(Stage::NewPassword(reason)) = stage else { return fail(&Failure::new(Code::StepDue)) };
        weigh(&request.get_ref().password)?;
        let first = reason == PasswordReason::Initial;
        let next = first.then_some(Stage::EmailCode { forgot: false });
        Ok(Response::new(self.advance(token, next, Vec::new())))
    }

    async fn enrol(
        &self,
        request: Request<portal::EnrolRequest>,
    ) -> Result<Response<portal::EnrolReply>, Status> {
        let (_, stage) = self.entry("enrol", &request).await?;
        if stage != Some(Stage::Enrol) {
            return fail(&Failure::new(Code::StepDue));
        }
        let mut reply = portal::EnrolReply::default();
        (reply.secret, reply.qr) = (sample::SECRET.to_owned(), sample::QR.to_owned());
        Ok(Response::new(reply))
    }

    async fn ask_passkey(
        &self,
        request: Request<portal::AskPasskeyRequest>,
    ) -> Result<Response<portal::AskPasskeyReply>, Status> {
        let call = self.enter("ask_passkey", &request, false).await?;
        let mut reply = portal::AskPasskeyReply::default();
        "{\"publicKey\":{\"challenge\":\"AAAA\"}}".clone_into(&mut reply.options);
        if call.token.is_none() {
            "entry-passkey".clone_into(&mut reply.token);
            let stage = Stage::Factor { passkey: true };
            self.entries.lock().expect("a whole lock").insert(reply.token.clone(), stage);
        }
        Ok(Response::new(reply))
    }

    async fn give_passkey(
        &self,
        request: Request<portal::GivePasskeyRequest>,
    ) -> Result<Response<portal::AdvanceReply>, Status> {
        // In the place of name and password the browser names its way, whatever session it has.
        let token = match request.get_ref().holder.as_str() {
            "" => self.entry("give_passkey", &request).await?.0,
            holder => {
                self.enter("give_passkey", &request, false).await?;
                holder.to_owned()
            }
        };
        match request.get_ref().credential.as_str() {
            "{\"id\":\"right\"}" => Ok(Response::new(self.advance(token, None, Vec::new()))),
            _ => fail(&Failure::new(Code::WrongCredentials)),
        }
    }

    async fn leave(
        &self,
        request: Request<portal::LeaveRequest>,
    ) -> Result<Response<portal::LeaveReply>, Status> {
        let (token, _) = self.entry("leave", &request).await?;
        self.entries.lock().expect("a whole lock").remove(&token);
        Ok(Response::new(portal::LeaveReply {}))
    }

    async fn object(
        &self,
        request: Request<portal::ObjectRequest>,
    ) -> Result<Response<portal::ObjectReply>, Status> {
        self.enter("object", &request, false).await?;
        judge(&request.get_ref().code)?;
        Ok(Response::new(portal::ObjectReply {}))
    }
}
