"""The whole system on one machine, kept running by supervisord (https://supervisord.org)."""
