# Ways in
login-over = This sign-in was not finished in time, or is already finished. Start again.
login-with = Sign in with { $value }
trouble-throttled = Too many attempts in a row.
trouble-busy = Many people are asking for the same thing right now.
passkey-sign-in = Sign in with a passkey
passkey-use = Use a passkey
passkey-failed = The passkey did not answer, or the request was cancelled. Try again.
passkey-unknown = This passkey is not known here. Choose another one, or another way.
passkey-known = This passkey is already set up, here or for another account. Choose another one.
passkey-many = No other passkey can be added to this account. Remove one that you no longer use.
passkey-wrong = This passkey did not answer as it should. Try again, or choose another way.
passkey-late = The request for the passkey took too long, or was answered already. Begin again.
passkey-script = A passkey needs JavaScript, which your browser does not run here.
away-go = Continue
away-provider-title = To your identity provider
away-provider-text = You will identify yourself on another site, and then come back here.
provider-over = This sign-in at your identity provider was not finished, or took too long. Please start again.
provider-refused = Your identity provider did not recognise you. Start again, or choose another way to sign in.
provider-unknown = Your identity provider knows you, but no account here is linked to it. Sign in with your password and link your account, or contact us.
provider-taken = This person is already linked to another account.
provider-only = This is your only way to sign in: your account has no password here.
away-sign-out-title = You are signed out
away-sign-out-text = You are signed out here. You can now end your session at your identity provider too.
entry-leave = Give up and go back to sign-in

# Codes
code-title = Your verification code
code-text = We have sent a code to { $value }. Type it here, in this same browser.
code-forgot-text = If this sign-in name exists and we know an address for it, a code has just been sent there. Type it here, in this same browser.
code-good = It is valid for { $value }.
code-label = Code from the e-mail
code-hint = Twelve characters. Capitals, hyphens and spaces do not matter.
code-submit = Confirm
code-none = Nothing received? Check your spam folder too.
code-wait = Another code can be sent in { $value }.
code-send = Send another code
code-sent = Another code is on its way. The previous one no longer works.
code-unsent = No code was sent yet: too many were asked for one after the other.
code-unsent-wait = One can be sent in { $value }.
code-unsent-now = Ask for one now.
code-empty = Type the code.
code-odd = This is not a code. Type it as you received it.
code-wrong = { $n ->
    [one] This code is not right. You have one try left.
   *[other] This code is not right. You have { $value } tries left.
}
code-wrong-plain = This code is not right.
code-over = This code no longer works: it is too old, already used, or was tried too often. Ask for another.
factor-title = Your second factor
factor-text = Open your authenticator app and type the code that it shows.
factor-label = Code from the app
factor-lost = Use a recovery code
factor-none = You no longer have your second factor? Contact us: we will check that it is you.
recovery-label = Recovery code
recovery-hint = One of those that you kept. Each works once.
recovery-submit = Use this code
recovery-title = Your recovery codes
recovery-text = If you lose your phone, each of these codes opens your account once in place of the app.
recovery-keep = They are shown here only, and only once. Print this page or write them down, and keep them away from your phone.
recovery-next = Done, I have kept them
enrol-title = Set up a second factor
enrol-text = Besides the password, this account asks for a code that your phone shows. You set it up once.
enrol-app = Open an authenticator app on your phone (FreeOTP, Aegis, Google Authenticator…).
enrol-scan = Add an account to it by scanning this QR code.
enrol-qr = QR code to scan with the app
enrol-type = Or type this key:
enrol-code = Type the code that the app shows below.
enrol-submit = Switch on

# A new password
new-password-title = Choose your password
new-password-initial = The password in the letter works only once. Now choose your own, which only you will know.
new-password-forgotten = Choose a new password. All your open sessions will end.
new-password-rules = The rules for passwords have become stricter. Choose a new one.
new-password-expired = Your password is too old. Choose a new one.
password-new = New password
password-again = The same password again
password-keep = Save this password
password-show = Show
password-hide = Hide
password-empty = Type the password.
password-too-long = This password is too long.
password-unlike = The two are not the same. Type them again.
password-odd = This password contains a character that is not allowed.
password-weak = This password does not meet all the rules. Those that it misses are marked below.
rules-title = The password must meet these rules:
rule-met = – good
rule-unmet = – not yet
rule-length = { $n ->
    [one] at least { $value } character
   *[other] at least { $value } characters
}
rule-longest = { $n ->
    [one] at most { $value } character
   *[other] at most { $value } characters
}
rule-lower = a lower-case letter
rule-upper = a capital letter
rule-digit = a digit
rule-special = a character that is neither a letter nor a digit
rule-kinds = { $n ->
    [one] { $value } kind of characters among lower-case letters, capitals, digits and others
   *[other] { $value } kinds of characters among lower-case letters, capitals, digits and others
}
rule-bits = hard to guess: several words that have nothing to do with each other are very good
rule-common = not a password that everybody tries
rule-own = without your sign-in name and your name
rule-same = not the previous one

# Forgotten, no address, objection
forgot-link = Forgotten your password?
forgot-title = Forgotten password
forgot-text = Enter your sign-in name. If we know an e-mail address for it, we will send a code there.
forgot-hint = You no longer have your sign-in name? It is in the first letter that we sent you; we can give it to you again.
forgot-submit = Send me a code
forgot-empty = Enter your sign-in name.
forgot-odd = This is not a sign-in name. It is in the letter that we sent you.
no-email-title = We have no address for you
no-email-text = Your password is saved. To make sure that it is you, we send a code by e-mail, but we have no e-mail address for you.
no-email-ask = Tell us your address: we will record it once we have checked who you are.
no-email-then = Then sign in with the password that you have just chosen. If that is done already:
no-email-again = Send me my code
objection-title = Object to a change of address
objection-text = You have received a message about a change of e-mail address that you did not ask for? Type the code of that message here: the old address is restored, all sessions end, the current password stops working, and second factors and identity providers set up lately are removed.
objection-label = Code from the message
objection-submit = Object to the change
objection-wrong = This code is not right, or its time is over. Type it as it stands in the message; if that does not help, contact us.
objection-over = This code undoes nothing any more, or its time is over. Type it as it stands in the message; if that does not help, contact us.
objection-done = Done: the old address is back, all sessions have ended, the password no longer works, and second factors and identity providers set up lately are removed.
objection-then = Somebody may have known it. Choose a new one now, with a code that we will send you.
