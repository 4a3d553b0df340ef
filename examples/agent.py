"""An agent of twenty lines: the model calls two functions, each call is shown before it runs, and it answers."""

from oaicompat import Client


def weather(city: str) -> str:
    """The weather in a city."""
    return f"21 degrees and sunny in {city}"


def local_time(city: str) -> dict[str, str]:
    """The time of day in a city."""
    return {"city": city, "time": "14:05"}


client = Client()
question = {"role": "user", "content": "How is the weather in Rome, and what is its local_time?"}
run = client.chat.completions.run_tools(
    model=client.models.list().data[0].id, messages=[question], tools=[weather, local_time]
)
for event in run:
    if event.type == "tool.call":  # event.deny() or event.answer(...) here would keep it from running
        print(f"the model calls {event.name}({event.arguments})")
print(run.get_final_completion().text)
