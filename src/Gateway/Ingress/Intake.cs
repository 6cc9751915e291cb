using System.Runtime.CompilerServices;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Makes an <see cref="InferenceRequest"/> of an HTTP request: who calls, the body, the model, the tier, the deadline.</summary>
internal sealed class Intake(
    KeyIdentity identity, PeerDirectory peers, RelayReplays replays, ServedModels models, OutputEstimates estimates, PromptEstimates prompts, LiveConfiguration live,
    PriorityRamp ramp, EnginePriorities priorities, TenantCaches caches, SessionNames sessions, PriorResponses priors, SiblingResponses siblings, SteadyClock clock, GatewayOptions options)
{
    private readonly RegionId _home = new(options.Region);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(Admitted? Admitted, ApiError? Error)> TakeAsync(HttpContext http, EngineRoute route)
    {
        var arrived = clock.Now;
        var given = RequestIds.GivenBy(http.Request);
        var id = RequestIds.New();
        // A client that names no request sees the id that our own records use.
        var publicId = given ?? id.Value;
        http.Response.Headers[HeaderNames.RequestId] = publicId;

        // (1) Who calls: a peer with a signed ticket, or a client with a key.
        RelayTicket? ticket = null;
        if (http.Request.Headers.ContainsKey(HeaderNames.Relay) && (ticket = peers.Verify(http.Request)) is null)
        {
            return (null, ApiErrors.ForgedRelay);
        }

        if (ticket is not null && !peers.IsForHere(ticket))
        {
            return (null, ApiErrors.MisdirectedRelay);
        }

        var caller = ticket is null ? identity.Identify(http.Request) : new Caller(ticket.Tenant, ticket.Tier);
        if (caller is null)
        {
            return (null, identity.Refusal);
        }

        // (2) The body, once.
        var boundary = route.TakesForms ? FormParser.BoundaryOf(http.Request) : null;
        var (body, bodyError) = await (boundary is null
            ? BodyReader.ReadJsonAsync(http, live.Current.Options.MaxBodyBytes) : BodyReader.ReadBytesAsync(http, live.Current.Options.MaxBodyBytes));
        if (body is null)
        {
            return (null, bodyError);
        }

        if (ticket is not null && !IsFirstUse(http, ticket, body))
        {
            body.Dispose();
            return (null, ApiErrors.ReplayedRelay);
        }

        // (3) What it asks for.
        var read = boundary is null ? BodyParser.Parse(body.Span, route.Prompt, live.Current.PrefixBlockTokens) : await FormParser.ParseAsync(body.Memory, boundary);
        if (read.Parsed?.PreviousResponse is { } previous && route.Dialect == ApiDialect.Responses)
        {
            await siblings.LearnAsync(previous, http.RequestAborted);
        }

        var (admitted, error) = Admit(http, route, body, read, caller, ticket, arrived, id, publicId);
        if (admitted is null)
        {
            body.Dispose();
        }

        return (admitted, error);
    }

    private (Admitted? Admitted, ApiError? Error) Admit(
        HttpContext http, EngineRoute route, PooledBody body, (ParsedBody? Parsed, ApiError? Error) read, Caller caller, RelayTicket? ticket, Instant arrived, RequestId id, string publicId)
    {
        var (parsed, error) = read;
        if (parsed is null)
        {
            return (null, error);
        }

        if (!models.TryResolve(parsed.Model!, out var model, out var adapter) || !caller.MayUse(parsed.Model!))
        {
            return (null, ApiErrors.ModelNotFound(parsed.Model!));
        }

        parsed.Stream &= route.MayStream;
        var (tier, tierError) = ticket is null
            ? TierRules.Resolve(parsed.ServiceTier, http.Request.Headers[HeaderNames.Tier], parsed.Stream, caller.Ceiling, caller.DefaultTier(parsed.Stream))
            : (ticket.Tier, null);
        if (tierError is not null)
        {
            return (null, tierError);
        }

        var request = ticket is null
            ? OwnRequest(route, parsed, id, model, adapter, tier, caller, arrived, http)
            : RelayedRequest(route, parsed, model, adapter, ticket);
        string? serviceTier = null;
        if (ticket is null)
        {
            (request, serviceTier) = Ramped(request, route, parsed, AsksPriority(http, parsed));
        }

        if (parsed.PreviousResponse is { } previous && route.Dialect == ApiDialect.Responses)
        {
            (var bound, error) = priors.Bind(request, previous);
            if (bound is null)
            {
                return (null, error);
            }

            request = bound;
        }

        // A relayed body has its priority and its salt from the gateway where it entered.
        var priority = ticket is null ? priorities.Of(model, request.Tier, request.Deadline) : null;
        var salt = ticket is null && route.Generates ? caches.SaltOf(request.Tenant) : null;
        var drops = BodyEdits.Apply(body, parsed, adapter is null ? model : new ModelId(adapter), route.AsksUsage, priority, salt);
        var admitted = new Admitted(request, body, publicId, caller, drops, serviceTier) { ContentType = parsed.IsForm ? http.Request.ContentType : null, AskedModel = parsed.Model!, MaxTokens = parsed.MaxTokens, Choices = parsed.Choices };
        return (admitted, null);
    }

    // Its ticket is good for this body and for one request.
    private bool IsFirstUse(HttpContext http, RelayTicket ticket, PooledBody body) =>
        string.Equals(ticket.BodyHash, RelayTicket.HashOf(body.Span), StringComparison.Ordinal) && replays.TryUse(http.Request.Headers[HeaderNames.Signature].ToString());

    private static bool AsksPriority(HttpContext http, ParsedBody parsed) => http.Request.Headers[HeaderNames.Tier].ToString() switch
    {
        "" => parsed.ServiceTier == ServiceTierNames.Priority,
        var header => header == ServiceTier.InteractiveFast.WireName(),
    };

    // Priority beyond the tenant's ramp is served as default, and the answer says so.
    private (InferenceRequest Request, string? ServiceTier) Ramped(InferenceRequest request, EngineRoute route, ParsedBody parsed, bool asksPriority)
    {
        var asPriority = asksPriority && request.Tier == ServiceTier.InteractiveFast
            && ramp.TryTake(request.Tenant, request.Model, request.PromptTokens + request.ExpectedOutputTokens, request.Arrived);
        if (asksPriority && !asPriority && request.Tier == ServiceTier.InteractiveFast)
        {
            const ServiceTier slower = ServiceTier.InteractiveNormal;
            request = request with { Tier = slower, Deadline = request.Arrived + TtftTarget(request.Model, slower, request.PromptTokens) };
        }

        var says = route.EchoesTier && parsed.ServiceTier is not null ? ServiceTierNames.Used(request.Tier, asPriority) : null;
        return (request, says);
    }

    private InferenceRequest OwnRequest(
        EngineRoute route, ParsedBody parsed, RequestId id, ModelId model, string? adapter, ServiceTier tier, Caller caller, Instant arrived, HttpContext http)
    {
        var promptTokens = route.IsLight ? 1 : prompts.Of(model, parsed);
        return new InferenceRequest
        {
            Id = id,
            Model = model,
            Tier = tier,
            Tenant = caller.Tenant,
            Origin = _home,
            PromptTokens = promptTokens,
            ExpectedOutputTokens = route.Generates ? estimates.Of(model, tier, parsed) : 1,
            Arrived = arrived,
            Deadline = arrived + (live.Current.Catalog.Level(tier) is { CompletionWindow: { } window } ? window : TtftTarget(model, tier, promptTokens)),
            Streaming = parsed.Stream,
            Session = sessions.Of(SessionParser.SessionOf(http.Request.Headers[HeaderNames.SessionId], parsed)),
            AllowedRegions = caller.Regions,
            Adapter = adapter,
            PrefixBlocks = caches.BlocksOf(parsed, caller.Tenant),
            PrefixBlockTokens = parsed.Prefix?.BlockTokens ?? 0,
        };
    }

    private InferenceRequest RelayedRequest(EngineRoute route, ParsedBody parsed, ModelId model, string? adapter, RelayTicket ticket) => new()
    {
        Id = ticket.Id,
        Model = model,
        Tier = ticket.Tier,
        Tenant = ticket.Tenant,
        Origin = ticket.Origin,
        PromptTokens = route.IsLight ? 1 : prompts.Of(model, parsed),
        ExpectedOutputTokens = Math.Max(1, ticket.ExpectedOutputTokens),
        Arrived = ticket.Arrived,
        Deadline = ticket.Deadline,
        Streaming = parsed.Stream,
        Relayed = true,
        Adapter = adapter,
        PrefixBlocks = caches.BlocksOf(parsed, ticket.Tenant),
        PrefixBlockTokens = parsed.Prefix?.BlockTokens ?? 0,
    };

    private TimeSpan TtftTarget(ModelId model, ServiceTier tier, int promptTokens) =>
        live.Current.Catalog.Level(tier).TtftTargetFor(live.Current.Slo.UnloadedPrefill(model, default, promptTokens));
}
