# Ways in
login-over = Cette connexion n’a pas été terminée à temps, ou elle est déjà terminée. Recommencez.
login-with = Se connecter avec { $value }
trouble-throttled = Trop d’essais de suite.
trouble-busy = Beaucoup de personnes font la même demande en ce moment.
passkey-sign-in = Se connecter avec une clé d’accès
passkey-use = Utiliser une clé d’accès
passkey-failed = La clé d’accès n’a pas répondu, ou la demande a été annulée. Réessayez.
passkey-unknown = Cette clé d’accès n’est pas connue ici. Choisissez-en une autre, ou un autre moyen.
passkey-known = Cette clé d’accès est déjà installée, ici ou pour un autre compte. Choisissez-en une autre.
passkey-many = Aucune autre clé d’accès ne peut être ajoutée à ce compte. Retirez-en une qui ne sert plus.
passkey-wrong = Cette clé d’accès n’a pas répondu comme il faut. Réessayez, ou choisissez un autre moyen.
passkey-late = La demande de clé d’accès a trop duré, ou a déjà reçu sa réponse. Recommencez.
passkey-script = Une clé d’accès a besoin de JavaScript, que votre navigateur n’exécute pas ici.
away-go = Continuer
away-provider-title = Vers votre fournisseur d’identité
away-provider-text = Vous allez vous identifier sur un autre site, puis revenir ici.
provider-over = Cette connexion chez votre fournisseur d’identité n’a pas abouti, ou elle a trop duré. Recommencez.
provider-refused = Votre fournisseur d’identité n’a pas confirmé votre identité. Recommencez, ou choisissez une autre façon de vous connecter.
provider-unknown = Votre fournisseur d’identité a confirmé votre identité, mais aucun compte d’ici n’y est lié. Connectez-vous avec votre mot de passe, puis liez votre compte, ou adressez-vous à nous.
provider-taken = Cette personne est déjà liée à un autre compte.
provider-only = C’est votre seul moyen de vous connecter : votre compte n’a pas de mot de passe ici.
away-sign-out-title = Votre session est fermée
away-sign-out-text = Votre session est fermée ici. Il reste à la fermer chez votre fournisseur d’identité.
entry-leave = Abandonner et revenir à la connexion

# Codes
code-title = Votre code de vérification
code-text = Nous avons envoyé un code à { $value }. Recopiez-le ici, dans ce même navigateur.
code-forgot-text = Si cet identifiant existe et que nous lui connaissons une adresse, un code vient d’y être envoyé. Recopiez-le ici, dans ce même navigateur.
code-good = Il est valable { $value }.
code-label = Code reçu par courriel
code-hint = Douze caractères. Les majuscules, les tirets et les espaces ne comptent pas.
code-submit = Valider
code-none = Rien reçu ? Regardez aussi dans les indésirables.
code-wait = Un autre code pourra partir dans { $value }.
code-send = Envoyer un autre code
code-sent = Un autre code est parti. Le précédent n’est plus valable.
code-unsent = Aucun code n’a encore été envoyé : trop ont été demandés à la suite.
code-unsent-wait = Un code pourra partir dans { $value }.
code-unsent-now = Demandez-en un maintenant.
code-empty = Recopiez le code.
code-odd = Ce n’est pas un code. Recopiez-le tel que vous l’avez reçu.
code-wrong = { $n ->
    [one] Ce code n’est pas le bon. Il vous reste un essai.
   *[other] Ce code n’est pas le bon. Il vous reste { $value } essais.
}
code-wrong-plain = Ce code n’est pas le bon.
code-over = Ce code n’est plus valable : trop ancien, déjà utilisé, ou essayé trop souvent. Demandez-en un autre.
factor-title = Votre second facteur
factor-text = Ouvrez votre application d’authentification et recopiez le code qu’elle affiche.
factor-label = Code de l’application
factor-lost = Utiliser un code de secours
factor-none = Vous n’avez plus votre second facteur ? Adressez-vous à nous : nous vérifierons que c’est bien vous.
recovery-label = Code de secours
recovery-hint = Un de ceux que vous avez gardés. Chacun ne sert qu’une fois.
recovery-submit = Utiliser ce code
recovery-title = Vos codes de secours
recovery-text = Si vous perdez votre téléphone, chacun de ces codes ouvre votre compte une fois à la place de l’application.
recovery-keep = Ils ne sont montrés qu’ici, une seule fois. Imprimez cette page ou recopiez-les, et gardez-les loin de votre téléphone.
recovery-next = C’est fait, je les ai gardés
enrol-title = Installer un second facteur
enrol-text = Ce compte demande, en plus du mot de passe, un code que votre téléphone calcule. Il suffit de l’installer une fois.
enrol-app = Ouvrez une application d’authentification sur votre téléphone (FreeOTP, Aegis, Google Authenticator…).
enrol-scan = Ajoutez-y un compte en scannant ce code QR.
enrol-qr = Code QR à scanner avec l’application
enrol-type = Ou saisissez cette clé :
enrol-code = Recopiez ci-dessous le code que l’application affiche.
enrol-submit = Activer

# A new password
new-password-title = Choisissez votre mot de passe
new-password-initial = Celui de la lettre ne sert qu’une fois. Choisissez maintenant le vôtre, que personne d’autre ne connaîtra.
new-password-forgotten = Choisissez un nouveau mot de passe. Toutes vos sessions ouvertes seront fermées.
new-password-rules = Les règles des mots de passe sont devenues plus strictes. Choisissez-en un nouveau.
new-password-expired = Votre mot de passe est trop ancien. Choisissez-en un nouveau.
password-new = Nouveau mot de passe
password-again = Le même, une seconde fois
password-keep = Enregistrer ce mot de passe
password-show = Afficher
password-hide = Masquer
password-empty = Indiquez le mot de passe.
password-too-long = Ce mot de passe est trop long.
password-unlike = Les deux saisies sont différentes. Recommencez.
password-odd = Ce mot de passe contient un caractère qui n’est pas permis.
password-weak = Ce mot de passe ne respecte pas toutes les règles. Celles qui manquent sont marquées ci-dessous.
rules-title = Le mot de passe doit respecter ces règles :
rule-met = – c’est bon
rule-unmet = – pas encore
rule-length = { $n ->
    [one] au moins { $value } caractère
   *[other] au moins { $value } caractères
}
rule-longest = { $n ->
    [one] au plus { $value } caractère
   *[other] au plus { $value } caractères
}
rule-lower = une lettre minuscule
rule-upper = une lettre majuscule
rule-digit = un chiffre
rule-special = un caractère qui n’est ni une lettre ni un chiffre
rule-kinds = { $n ->
    [one] { $value } sorte de caractères parmi : minuscules, majuscules, chiffres, autres
   *[other] { $value } sortes de caractères parmi : minuscules, majuscules, chiffres, autres
}
rule-bits = difficile à deviner : plusieurs mots sans rapport entre eux conviennent très bien
rule-common = pas un mot de passe que tout le monde essaie
rule-own = sans votre identifiant ni votre nom
rule-same = pas le même que le précédent

# Forgotten, no address, objection
forgot-link = Mot de passe oublié ?
forgot-title = Mot de passe oublié
forgot-text = Indiquez votre identifiant. Si nous lui connaissons une adresse électronique, nous y enverrons un code.
forgot-hint = Vous n’avez plus votre identifiant ? Il est sur la première lettre que nous vous avons adressée ; nous pouvons vous le redonner.
forgot-submit = Recevoir un code
forgot-empty = Indiquez votre identifiant.
forgot-odd = Ce n’est pas un identifiant. Il est sur la lettre que nous vous avons adressée.
no-email-title = Nous n’avons pas votre adresse
no-email-text = Votre mot de passe est enregistré. Pour vérifier que c’est bien vous, nous envoyons un code par courriel, mais nous n’avons pas votre adresse électronique.
no-email-ask = Communiquez-nous votre adresse : nous l’enregistrerons après avoir vérifié votre identité.
no-email-then = Ensuite, connectez-vous avec le mot de passe que vous venez de choisir. Si c’est déjà fait :
no-email-again = Recevoir mon code
objection-title = Refuser un changement d’adresse
objection-text = Vous avez reçu un message qui annonce un changement d’adresse électronique que vous n’avez pas demandé ? Recopiez ici le code de ce message : l’ancienne adresse est rétablie, toutes les sessions sont fermées, le mot de passe actuel n’est plus valable, et les seconds facteurs et fournisseurs d’identité installés récemment sont retirés.
objection-label = Code du message
objection-submit = Refuser le changement
objection-wrong = Ce code n’est pas le bon, ou le délai est passé. Recopiez-le depuis le message ; si cela continue, adressez-vous à nous.
objection-over = Ce code n’annule plus rien, ou le délai est passé. Recopiez-le depuis le message ; si cela continue, adressez-vous à nous.
objection-done = C’est fait : l’ancienne adresse est rétablie, toutes les sessions sont fermées, le mot de passe n’est plus valable, et les seconds facteurs et fournisseurs d’identité installés récemment sont retirés.
objection-then = Quelqu’un le connaissait peut-être. Choisissez-en un nouveau maintenant, avec un code que nous vous enverrons.
