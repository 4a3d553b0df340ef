"""The client against real servers with a tiny scripted model: `bash .ci/live` starts them and runs these tests."""
