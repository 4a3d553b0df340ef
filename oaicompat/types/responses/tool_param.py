"""The tools that a request may offer, and how it may choose among them, as typed dictionaries.

Names and shapes follow the OpenAI API reference (create a response, `tools` and `tool_choice`). Functions and custom
tools are known to every server; the others run at OpenAI's, and a few of them at vLLM's and OpenRouter's.
"""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from typing_extensions import Required, TypedDict

__all__ = [
    "AllowedCallers",
    "ApplyPatchToolParam",
    "CodeInterpreter",
    "CodeInterpreterContainerAuto",
    "ComparisonFilter",
    "CompoundFilter",
    "ComputerToolParam",
    "ComputerUsePreviewToolParam",
    "ContainerAutoParam",
    "ContainerNetworkPolicyAllowlistParam",
    "ContainerNetworkPolicyDisabledParam",
    "ContainerNetworkPolicyDomainSecretParam",
    "ContainerReferenceParam",
    "CustomGrammarFormat",
    "CustomTextFormat",
    "CustomToolParam",
    "FileSearchToolParam",
    "FunctionShellToolParam",
    "FunctionToolParam",
    "HybridSearch",
    "ImageGeneration",
    "ImageGenerationInputImageMask",
    "ImageGenerationSvg",
    "ImageGenerationSvgReasoning",
    "InlineSkillParam",
    "InlineSkillSourceParam",
    "LocalEnvironmentParam",
    "LocalShell",
    "LocalSkillParam",
    "Mcp",
    "McpApprovalFilter",
    "McpToolFilter",
    "NamespaceToolParam",
    "ProgrammaticToolCalling",
    "RankingOptions",
    "SkillReferenceParam",
    "ToolChoice",
    "ToolChoiceAllowedParam",
    "ToolChoiceApplyPatchParam",
    "ToolChoiceCustomParam",
    "ToolChoiceFunctionParam",
    "ToolChoiceMcpParam",
    "ToolChoiceOptions",
    "ToolChoiceProgrammaticParam",
    "ToolChoiceShellParam",
    "ToolChoiceTypesParam",
    "ToolParam",
    "ToolSearchToolParam",
    "UserLocation",
    "WebSearchFilters",
    "WebSearchPreviewToolParam",
    "WebSearchToolParam",
    "WithAsync",
]

AllowedCallers: TypeAlias = list[Literal["direct", "programmatic"]]
"""Who may call a tool: the model itself, or a program that it wrote."""

# --------------------------------------------------------------------------------------------- tools of your own

#: `async` is a word of Python, so a type that has it as a key is made by a call.
WithAsync = TypedDict("WithAsync", {"async": bool | None}, total=False)


class FunctionToolParam(WithAsync, total=False):
    """A function of yours. With `async` the model may go on before it has what the function gives."""

    type: Required[Literal["function"]]
    name: Required[str]
    """Letters, digits, underscores and dashes, at most 64."""
    description: str | None
    """What it does and when to call it."""
    parameters: Mapping[str, Any] | None
    """JSON schema of the arguments."""
    strict: bool | None
    """The arguments must follow the schema exactly. OpenAI does so unless it is false."""
    output_schema: Mapping[str, Any] | None
    """JSON schema of what it gives."""
    defer_loading: bool | None
    """Leave it out of the prompt until a tool search finds it."""
    allowed_callers: AllowedCallers | None


class CustomTextFormat(TypedDict, total=False):
    """Free text."""

    type: Required[Literal["text"]]


class CustomGrammarFormat(TypedDict, total=False):
    """Text that follows a grammar."""

    type: Required[Literal["grammar"]]
    syntax: Required[Literal["lark", "regex"]]
    definition: Required[str]
    """The grammar."""


class CustomToolParam(WithAsync, total=False):
    """A tool of yours that takes free text, or text that follows a grammar."""

    type: Required[Literal["custom"]]
    name: Required[str]
    description: str | None
    format: CustomTextFormat | CustomGrammarFormat | None
    defer_loading: bool | None
    """Leave it out of the prompt until a tool search finds it."""
    allowed_callers: AllowedCallers | None


class NamespaceToolParam(TypedDict, total=False):
    """Tools that belong together, under one name."""

    type: Required[Literal["namespace"]]
    name: Required[str]
    description: Required[str]
    tools: Required[list[FunctionToolParam | CustomToolParam]]


class ToolSearchToolParam(TypedDict, total=False):
    """The model may search for tools that were left out of the prompt."""

    type: Required[Literal["tool_search"]]
    execution: Literal["server", "client"]
    """Who searches."""
    description: str | None
    parameters: Mapping[str, Any] | None
    """JSON schema of the search's arguments, where the client searches."""


class ProgrammaticToolCalling(TypedDict, total=False):
    """The model may write programs that call tools."""

    type: Required[Literal["programmatic_tool_calling"]]


# ------------------------------------------------------------------------------------------------------ searches


class ComparisonFilter(TypedDict, total=False):
    """Compares an attribute of a file to a value."""

    type: Required[Literal["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"]]
    key: Required[str]
    value: Required[str | float | bool | list[str | float]]


class CompoundFilter(TypedDict, total=False):
    """Several filters of which all, or any, must hold; they may be compound themselves."""

    type: Required[Literal["and", "or"]]
    filters: Required[list[ComparisonFilter | Mapping[str, Any]]]


class HybridSearch(TypedDict, total=False):
    """How much meaning counts, and how much words."""

    embedding_weight: Required[float]
    text_weight: Required[float]


class RankingOptions(TypedDict, total=False):
    """How findings are ranked."""

    ranker: Literal["auto", "default-2024-11-15"] | str
    score_threshold: float
    """From 0 to 1: findings below it are left out."""
    hybrid_search: HybridSearch


class FileSearchToolParam(TypedDict, total=False):
    """Searches uploaded files."""

    type: Required[Literal["file_search"]]
    vector_store_ids: Required[list[str]]
    max_num_results: int
    """From 1 to 50."""
    ranking_options: RankingOptions
    filters: ComparisonFilter | CompoundFilter | None


class WebSearchFilters(TypedDict, total=False):
    """Which sites are searched."""

    allowed_domains: list[str] | None
    """Only these and what is below them."""


class UserLocation(TypedDict, total=False):
    """About where the user is."""

    type: Literal["approximate"]
    country: str | None
    """Two letters (ISO 3166-1)."""
    region: str | None
    city: str | None
    timezone: str | None
    """A name of the IANA, such as `Europe/Berlin`."""


class WebSearchToolParam(TypedDict, total=False):
    """Searches the web."""

    type: Required[Literal["web_search", "web_search_2025_08_26"]]
    external_web_access: bool | None
    """Whether pages are fetched, or only what is in the index is used."""
    filters: WebSearchFilters | None
    user_location: UserLocation | None
    search_context_size: Literal["low", "medium", "high"]
    """How much of the context what is found may take."""


class WebSearchPreviewToolParam(TypedDict, total=False):
    """Searches the web: the older form."""

    type: Required[Literal["web_search_preview", "web_search_preview_2025_03_11"]]
    user_location: UserLocation | None
    search_context_size: Literal["low", "medium", "high"]
    search_content_types: list[Literal["text", "image"]]


class McpToolFilter(TypedDict, total=False):
    """Some tools of a server: by name, or those that change nothing."""

    tool_names: list[str]
    read_only: bool


class McpApprovalFilter(TypedDict, total=False):
    """The tools that always, and those that never, need your consent."""

    always: McpToolFilter
    never: McpToolFilter


class Mcp(TypedDict, total=False):
    """The tools of an MCP server; one of `server_url`, `connector_id` and `tunnel_id` says which."""

    type: Required[Literal["mcp"]]
    server_label: Required[str]
    """Your name of the server."""
    server_url: str
    connector_id: Literal[
        "connector_dropbox",
        "connector_gmail",
        "connector_googlecalendar",
        "connector_googledrive",
        "connector_microsoftteams",
        "connector_outlookcalendar",
        "connector_outlookemail",
        "connector_sharepoint",
    ]
    tunnel_id: str
    authorization: str
    """An OAuth token for the server."""
    server_description: str
    headers: Mapping[str, str] | None
    """Headers that the server gets."""
    allowed_tools: list[str] | McpToolFilter | None
    allowed_callers: AllowedCallers | None
    require_approval: Literal["always", "never"] | McpApprovalFilter | None
    defer_loading: bool


# ---------------------------------------------------------------------------------------------- code and commands


class ContainerNetworkPolicyDisabledParam(TypedDict, total=False):
    """The container has no network."""

    type: Required[Literal["disabled"]]


class ContainerNetworkPolicyDomainSecretParam(TypedDict, total=False):
    """A secret that is put into requests to a domain, and that the model does not see."""

    domain: Required[str]
    name: Required[str]
    value: Required[str]


class ContainerNetworkPolicyAllowlistParam(TypedDict, total=False):
    """The container reaches these domains only."""

    type: Required[Literal["allowlist"]]
    allowed_domains: Required[list[str]]
    domain_secrets: list[ContainerNetworkPolicyDomainSecretParam]


class CodeInterpreterContainerAuto(TypedDict, total=False):
    """A new container."""

    type: Required[Literal["auto"]]
    file_ids: list[str]
    """Uploaded files that the code finds there."""
    memory_limit: Literal["1g", "4g", "16g", "64g"] | None
    network_policy: ContainerNetworkPolicyDisabledParam | ContainerNetworkPolicyAllowlistParam


class CodeInterpreter(TypedDict, total=False):
    """Runs Python in a container: the id of one that there is, or a new one."""

    type: Required[Literal["code_interpreter"]]
    container: Required[str | CodeInterpreterContainerAuto]
    allowed_callers: AllowedCallers | None


class SkillReferenceParam(TypedDict, total=False):
    """A skill that was uploaded."""

    type: Required[Literal["skill_reference"]]
    skill_id: Required[str]
    version: str
    """A number, or `latest`."""


class InlineSkillSourceParam(TypedDict, total=False):
    """The files of a skill: a zip archive in base64."""

    type: Required[Literal["base64"]]
    media_type: Required[Literal["application/zip"]]
    data: Required[str]


class InlineSkillParam(TypedDict, total=False):
    """A skill that is sent here."""

    type: Required[Literal["inline"]]
    name: Required[str]
    description: Required[str]
    source: Required[InlineSkillSourceParam]


class ContainerAutoParam(TypedDict, total=False):
    """A new container for commands."""

    type: Required[Literal["container_auto"]]
    file_ids: list[str]
    memory_limit: Literal["1g", "4g", "16g", "64g"] | None
    network_policy: ContainerNetworkPolicyDisabledParam | ContainerNetworkPolicyAllowlistParam
    skills: list[SkillReferenceParam | InlineSkillParam]


class LocalSkillParam(TypedDict, total=False):
    """A skill on your computer; `path` is its folder."""

    name: Required[str]
    description: Required[str]
    path: Required[str]


class LocalEnvironmentParam(TypedDict, total=False):
    """Your computer: you run the commands."""

    type: Required[Literal["local"]]
    skills: list[LocalSkillParam]


class ContainerReferenceParam(TypedDict, total=False):
    """A container that there is."""

    type: Required[Literal["container_reference"]]
    container_id: Required[str]


class FunctionShellToolParam(TypedDict, total=False):
    """Runs commands."""

    type: Required[Literal["shell"]]
    environment: ContainerAutoParam | LocalEnvironmentParam | ContainerReferenceParam | None
    allowed_callers: AllowedCallers | None


class LocalShell(TypedDict, total=False):
    """Commands that you run in a shell of yours: the older form."""

    type: Required[Literal["local_shell"]]


class ApplyPatchToolParam(TypedDict, total=False):
    """Changes of files, as diffs that you apply."""

    type: Required[Literal["apply_patch"]]
    allowed_callers: AllowedCallers | None


class ComputerToolParam(TypedDict, total=False):
    """A computer's screen, mouse and keyboard."""

    type: Required[Literal["computer"]]


class ComputerUsePreviewToolParam(TypedDict, total=False):
    """A computer's screen, mouse and keyboard: the older form, with the screen's size in pixels."""

    type: Required[Literal["computer_use_preview"]]
    environment: Required[Literal["windows", "mac", "linux", "ubuntu", "browser"]]
    display_width: Required[int]
    display_height: Required[int]


# --------------------------------------------------------------------------------------------------------- images


class ImageGenerationInputImageMask(TypedDict, total=False):
    """The part of an image that is to change: a `data:` URL, or an uploaded file."""

    image_url: str
    file_id: str


class ImageGenerationSvgReasoning(TypedDict, total=False):
    """How much to think before drawing."""

    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


class ImageGenerationSvg(TypedDict, total=False):
    """What draws, where the output is SVG."""

    model: str
    reasoning: ImageGenerationSvgReasoning | None


class ImageGeneration(TypedDict, total=False):
    """Makes images."""

    type: Required[Literal["image_generation"]]
    action: Literal["generate", "edit", "auto"]
    background: Literal["transparent", "opaque", "auto"]
    complexity: Literal["low", "medium", "high"]
    frame_count: int
    frame_duration_ms: int
    input_fidelity: Literal["high", "low"] | None
    """How closely the style of input images is kept, faces above all."""
    input_image_mask: ImageGenerationInputImageMask
    model: (
        Literal[
            "gpt-image-1",
            "gpt-image-1-mini",
            "gpt-image-1.5",
            "gpt-image-2",
            "gpt-image-2-2026-04-21",
            "gpt-image-2.5-sunburst",
            "gpt-image-2.5-sunburst-2026-09-08",
            "gpt-image-2.5-flare",
            "gpt-image-2.5-flare-2026-09-08",
            "gpt-image-2.6-sunburst",
            "gpt-image-2.6-flare",
            "chatgpt-image-latest",
        ]
        | str
    )
    moderation: Literal["auto", "low"]
    output_compression: int
    """From 0 to 100, for JPEG and WebP."""
    output_format: Literal["png", "webp", "jpeg", "gif", "svg"]
    partial_images: int
    """Previews while an image is made, from 0 to 3."""
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"]
    size: Literal["1024x1024", "1024x1536", "1536x1024", "auto"] | str
    svg: ImageGenerationSvg


ToolParam: TypeAlias = (
    FunctionToolParam
    | CustomToolParam
    | NamespaceToolParam
    | ToolSearchToolParam
    | ProgrammaticToolCalling
    | FileSearchToolParam
    | WebSearchToolParam
    | WebSearchPreviewToolParam
    | Mcp
    | CodeInterpreter
    | FunctionShellToolParam
    | LocalShell
    | ApplyPatchToolParam
    | ComputerToolParam
    | ComputerUsePreviewToolParam
    | ImageGeneration
)

# ------------------------------------------------------------------------------------------ choosing among tools

ToolChoiceOptions: TypeAlias = Literal["none", "auto", "required"]


class ToolChoiceAllowedParam(TypedDict, total=False):
    """Some of the tools: each entry has the `type` of a tool, and the `name` of a function."""

    type: Required[Literal["allowed_tools"]]
    mode: Required[Literal["auto", "required"]]
    tools: Required[list[Mapping[str, Any]]]


class ToolChoiceTypesParam(TypedDict, total=False):
    """A tool that runs at the server."""

    type: Required[
        Literal[
            "file_search",
            "web_search_preview",
            "web_search_preview_2025_03_11",
            "computer",
            "computer_use",
            "computer_use_preview",
            "image_generation",
            "code_interpreter",
        ]
    ]


class ToolChoiceFunctionParam(TypedDict, total=False):
    """A function."""

    type: Required[Literal["function"]]
    name: Required[str]


class ToolChoiceCustomParam(TypedDict, total=False):
    """A custom tool."""

    type: Required[Literal["custom"]]
    name: Required[str]


class ToolChoiceMcpParam(TypedDict, total=False):
    """An MCP server, or one of its tools."""

    type: Required[Literal["mcp"]]
    server_label: Required[str]
    name: str | None


class ToolChoiceProgrammaticParam(TypedDict, total=False):
    """A program that calls tools."""

    type: Required[Literal["programmatic_tool_calling"]]


class ToolChoiceApplyPatchParam(TypedDict, total=False):
    """A change of a file."""

    type: Required[Literal["apply_patch"]]


class ToolChoiceShellParam(TypedDict, total=False):
    """A command."""

    type: Required[Literal["shell"]]


ToolChoice: TypeAlias = (
    ToolChoiceOptions
    | ToolChoiceAllowedParam
    | ToolChoiceTypesParam
    | ToolChoiceFunctionParam
    | ToolChoiceCustomParam
    | ToolChoiceMcpParam
    | ToolChoiceProgrammaticParam
    | ToolChoiceApplyPatchParam
    | ToolChoiceShellParam
)
