"""The assistant inside a portal's page: who may embed it, by which token, and what is sent there."""
