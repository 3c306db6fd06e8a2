link-no-address = The address of the chat page is not known: set ZHIXING_WEB_ORIGIN or use --url; for Telegram set ZHIXING_TELEGRAM_BOT.
link-codes-progress = Making codes
link-codes-nobody = Nobody in { $unit } needs a code.
link-codes-written = { $count ->
    [one] One code is in { $path } (valid until { $expires }). Delete the file once it is printed.
   *[other] { $count } codes are in { $path } (valid until { $expires }). Delete the file once it is printed.
}
code-revoked = The code of { $member } was revoked.
code-none = { $member } has no unused code.
chat-unlinked = Unlinked chat { $chat }.
chat-not-linked = Chat { $chat } is not linked to anybody.
unit-unknown = There is no unit { $unit }.
file-not-written = Cannot write { $path }: { $why }
file-written = Saved { $path }
column-chat = Chat
column-channel = Channel
column-linked = Linked
sheet-title = { $unit }: codes for Zhixing
sheet-how = Scan your own QR code with your phone, or open the chat page and send the code (capitals or not). Each code works once; do not pass it on.
sheet-expires = Valid until { $expires }
sheet-web = Web chat
