# The account, in sections
account-sign-in = Sign-in
account-email-change = Change the address
account-email-code = Type the code
account-email-waits = A change to { $value } waits for its code.
account-email-kept = Done: your new address is saved. A message went to the old one, which can object for some days.
account-email-cancelled = The change of address is given up.
account-password = Change the password
account-password-set = chosen { $value }
account-password-none = None: you sign in at your identity provider
account-password-kept = Done: your password is changed, and your other sessions have ended.
account-password-text = Your other sessions will end, and a message will confirm it to you.
account-factor = Second factor
account-factor-on = Set up
account-factor-off = None
account-factor-set = Done: the second factor is set up.
account-factor-removed = Done: it is removed.
account-factor-duty = A second factor is a duty here: set up another one before you remove this one.
account-look = Your new password is saved, and every other session has ended. This is what else opens your account: remove what is not yours.
account-factors = Second factor and passkeys
account-passkey-unnamed = Passkey
account-providers = Identity providers
account-providers-none = No link
account-providers-manage = Manage the links
account-provider-kept = Done: your links are up to date.
account-terms = Read them
account-terms-text = What you have read and accepted, with the dates.
password-current = Your present password
password-not-yours = This is not your present password.

# Another address
email-none = We know no e-mail address of yours.
email-now = Your address is { $value }.
email-text = A code goes to the new address, to make sure that you read it. The old one is told and can object to the change.
email-new = New e-mail address
email-submit = Send me a code
email-odd = This is not an e-mail address. One looks like name@example.com.
email-cancel = Give this change up
email-cancel-text = Nothing received, or a mistake in the address? Give this change up, and begin again.

# Second factors
factors-text = With a second factor, a stolen password is no longer enough to open your account.
factors-required = It is a duty for your account.
factors-app = App on the telephone
factors-app-since = Set up { $value }.
factors-app-none = An app computes a code of six digits on your telephone, asked for at each sign-in.
factors-app-begin = Set up
factors-app-remove = Remove the app
factors-remove = Remove
factors-passkeys = Passkeys
factors-passkeys-text = A passkey signs you in without a password, by the lock of your device or a security key.
factors-passkey-add = Add a passkey
factors-name = Name of the key (may be left out)
factors-created = added { $value }
factors-used = used { $value }
factors-unused = never used
factors-linked = linked { $value }
factors-recovery = Recovery codes
factors-recovery-left = { $n ->
    [0] You have no recovery code left.
    [one] You have one recovery code left.
   *[other] You have { $value } recovery codes left.
}
factors-recovery-renew = Make new codes
factors-recovery-text = The old ones will no longer be good.
factors-recovery-make = Make new codes

# Providers
providers-text = A linked account signs in at the provider, without a password from here.
providers-empty = No identity provider is offered here
providers-linked = Your account is linked there.
providers-not-linked = Your account is not linked there.
providers-link = Link my account
providers-unlink = Break the link

# Terms
terms-title = Terms of use
terms-held = An answer is needed before the other pages open. Your account and the page about personal data stay open.
terms-none = Nothing to read
terms-none-text = No terms concern you just now.
terms-version = Version { $value }
terms-effective = in force since { $value }
terms-until = To be answered before { $value }.
terms-accepted = Accepted on { $value }.
terms-refused = Refused on { $value }. You can change your mind.
terms-accept = I accept
terms-undertake = I undertake it
terms-refuse = I refuse
terms-refuse-text = If you refuse, your account and your rights over your data stay open; your other pages may close.
terms-undertake-text = Without your undertaking, the staff pages stay closed.
terms-noted = Your refusal is noted.
terms-home = Go on to the home page
