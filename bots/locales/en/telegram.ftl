# Telegram: what only this channel says.

telegram-text-only = I can only read text and photos here. Please type it, or tap a button.
telegram-private-only = Hello! I work in private chats only. Please open a chat with me directly.
telegram-fault = Something went wrong with this message and it was not taken. Please try again, or tell your administrator.

## The menu (at most 256 characters each)
telegram-command-start = Begin, or link this chat with a code
telegram-command-tasks = Study tasks
telegram-command-checkin = Check in
telegram-command-mine = My record
telegram-command-report = Report an incident
telegram-command-incidents = My incidents
telegram-command-volunteer = Volunteer shifts
telegram-command-leave = Ask for leave
telegram-command-notes = My notes
telegram-command-calendar = Calendar address
telegram-command-reminders = Reminders
telegram-command-help = Help
telegram-command-language = 语言 / Language

## For operators
telegram-no-token = ZHIXING_TELEGRAM_TOKEN is not set: the Telegram bot has nothing to start with. Get a token from @BotFather, or use the web chat, which needs none.
telegram-bad-token = ZHIXING_TELEGRAM_TOKEN is not a bot token such as 123456:ABC-def.
telegram-token-refused = Telegram does not accept ZHIXING_TELEGRAM_TOKEN: it was revoked or mistyped.
telegram-no-contact-keys = ZHIXING_CONTACT_KEYS is not set: chat addresses are stored encrypted and need at least one Fernet key (32 random bytes in URL-safe Base64).
telegram-bad-contact-key = ZHIXING_CONTACT_KEYS: key { $number } is not a Fernet key (32 random bytes in URL-safe Base64).
telegram-bad-webhook-secret = ZHIXING_TELEGRAM_WEBHOOK_SECRET must be 1 to 256 letters, digits, _ or -.
