"""``python -m bots.telegram``"""

from bots.telegram.process import main
from bots.telegram.settings import TelegramSettings
from shared.aio.process import run

if __name__ == "__main__":
    run(main, name="telegram", settings=TelegramSettings)
