"""Check-ins that are made up (补卡): a request of the member, decided by their secretary."""
