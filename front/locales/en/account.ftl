# The account, in sections
account-sign-in = Sign-in
account-email-change = Change the address
account-email-code = Type the code
account-undelivered = A mail to you could not be delivered { $value } ago. Check your address, and change it if it is no longer the right one.
account-email-waits = Your change to { $value } is waiting for its code.
account-email-kept = Done: your new address is saved. We have written to the old one, from which the change can be undone for some days.
account-email-cancelled = The change of address is cancelled.
account-password = Change the password
account-password-set = chosen { $value }
account-password-none = None: you sign in through your identity provider
account-password-kept = Done: your password is changed, and your other sessions have ended.
account-password-text = Your other sessions will end, and a message will confirm it to you.
account-factor = Second factor
account-factor-on = Set up
account-factor-off = None
account-factor-set = Done: the second factor is set up.
account-factor-removed = Done: it has been removed.
account-factor-last = It cannot be removed: it is your last second factor, which is required, or your only way to sign in. Set up another one first.
account-look = Your new password is saved, and every other session has ended. This is what else opens your account: remove what is not yours.
account-factors = Second factor and passkeys
account-passkey-unnamed = Passkey
account-providers = Identity providers
account-providers-none = No link
account-providers-manage = Manage the links
account-provider-kept = Done: your links are up to date.
account-terms = Read the terms
account-terms-text = What you have read and accepted, with the dates.
password-current = Your current password
confirm-renewal = Your account has no password that could confirm a change. Sign out and sign in again: for the ten minutes that follow, you can make your changes here.
password-not-yours = This is not your current password.

# Another address
email-none = We have no e-mail address for you.
email-now = Your address is { $value }.
email-text = We send a code to the new address, to make sure that it is yours. We also tell the old one, from which the change can be undone.
email-new = New e-mail address
email-submit = Send me a code
email-odd = This is not an e-mail address. It should look like name@example.com.
email-cancel = Cancel this change
email-cancel-text = Nothing received, or a mistake in the address? Cancel this change and start again.

# Second factors
factors-text = With a second factor, a stolen password is no longer enough to open your account.
factors-required = It is required for your account.
factors-app = App on your phone
factors-app-since = Set up { $value }.
factors-app-none = An app on your phone shows a code of six digits, which we ask for at each sign-in.
factors-app-begin = Set up
factors-app-remove = Remove the app
factors-remove = Remove
factors-passkeys = Passkeys
factors-passkeys-text = A passkey signs you in without a password: you unlock it as you unlock your device, or with a security key.
factors-passkey-add = Add a passkey
factors-name = Name of the key (optional)
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
factors-recovery-text = The old ones will no longer work.
factors-recovery-make = Make new codes

# Providers
providers-text = Once your account is linked, you sign in through the provider, without your password from here.
providers-empty = No identity provider is offered here
providers-linked = Your account is linked there.
providers-not-linked = Your account is not linked there.
providers-link = Link my account
providers-unlink = Remove the link

# Terms
terms-title = Terms of use
terms-held = An answer is needed before the other pages open. Your account and the page about personal data stay open.
terms-none = Nothing to read
terms-none-text = There are no terms for you at the moment.
terms-version = Version { $value }
terms-effective = in force since { $value }
terms-announced = in force from { $value }
terms-until = Please answer before { $value }.
terms-accepted = Accepted on { $value }.
terms-refused = Refused on { $value }. You can change your mind.
terms-accept = I accept
terms-undertake = I give this undertaking
terms-refuse = I refuse
terms-refuse-text = If you refuse, your account and your rights over your data stay open; your other pages may close.
terms-undertake-text = Without your undertaking, the staff pages stay closed.
terms-noted = Your refusal is noted.
terms-home = Go on to the home page
