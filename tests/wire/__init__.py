"""The clients over real sockets: every case sync, on asyncio and on trio."""
