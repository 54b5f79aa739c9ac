"""People who sign in, the roles they hold, the boards they sit on, drafts and notices of theirs."""
