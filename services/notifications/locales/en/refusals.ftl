# What whoever asked may not do, or no longer may.
command-forbidden = Not done: you have no permission for this, or have it no longer. If you think you should, please ask the administrator of your unit.
