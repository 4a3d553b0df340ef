"""Embeddings in LangChain's vector store: the text that is nearest to a question."""

import os

from langchain_core.vectorstores import InMemoryVectorStore

from oaicompat.langchain import OpenAICompatibleEmbeddings

embeddings = OpenAICompatibleEmbeddings(
    model=os.environ.get("MODEL", "BAAI/bge-m3"),
    base_url=os.environ.get("OPENAI_BASE_URL", "http://localhost:8000/v1"),
)

store = InMemoryVectorStore(embeddings)
store.add_texts(["The moon goes round the earth.", "Bread is made of flour and water.", "Cats sleep most of the day."])
for document, score in store.similarity_search_with_score("What goes round the earth?", k=2):
    print(f"{score:.2f}  {document.page_content}")
