# The web chat

web-title = Zhixing
web-tagline = Study check-ins and notices
web-stranger = Not linked yet
web-log-label = Messages
web-quick-label = Shortcuts
web-input-label = Your message
web-input-placeholder = Message or code…
web-send = Send
web-photo = [Photo]
web-attach = Send a photo
web-photo-lost = The page was reloaded before the photo was sent. Please send it again.
web-photo-broken = The photo cannot be shown
web-file-notes = Download the notes
web-switch-language = 中文
web-switch-language-label = Switch to Chinese (切换到中文)
web-skip = Skip to the message field
web-no-script = This page needs JavaScript.
web-you = Me
web-bot = Zhixing
web-today = Today
web-submitting = Submitting…
web-submitting-unreachable = Submitting… the server cannot be reached; it will be retried
web-not-accepted = Not submitted
web-offline = You are offline. Messages are submitted and updated once you are back.
web-reconnecting = Connection lost. Reconnecting…
web-connected = Connected again.
web-history-unreachable = Earlier messages cannot be opened just now. Trying again…

web-link-offer = Link this page with this code?
web-link-yes = Link

web-fault-foreign = This request came from another site and was refused.
web-fault-no-chat = This chat is no longer valid. Please reload the page.
web-fault-not-json = Wrong format: JSON is needed.
web-fault-malformed = That request is not right. Please reload the page and try again.
web-fault-empty = The message is empty. Please write something first.
web-fault-too-many = That was too fast. It will be sent again in a moment.
web-fault-history = Earlier messages cannot be opened just now. Please try again shortly.
web-fault-no-such-page = There is no such page.
web-fault-unexpected = Something went wrong and was noted. Please try again shortly.
