namespace SageServe.Scaler;

/// <summary>Every log line of the scaler; ids 2000-2999, never reused.</summary>
internal static partial class ScalerLog
{
    [LoggerMessage(2000, LogLevel.Information, "Scaler plans with {Strategy} every {PlanInterval} and paces every {PaceInterval} of the planning clock; dry run: {DryRun}.")]
    public static partial void ScalerStarts(this ILogger logger, string strategy, TimeSpan planInterval, TimeSpan paceInterval, bool dryRun);

    [LoggerMessage(2009, LogLevel.Warning, "Dry run: the scaler advises only and starts or stops nothing. What following it would have brought: GET {Url}/admin/receipts. Set Scaler:DryRun to false to let it act; that takes effect at once.")]
    public static partial void AdvisesOnly(this ILogger logger, string url);

    [LoggerMessage(2001, LogLevel.Information, "Tick {Kinds} at {At}: {Actions} actions, frozen: {Frozen}.")]
    public static partial void TickDone(this ILogger logger, TickKinds kinds, Instant at, int actions, bool frozen);

    [LoggerMessage(2002, LogLevel.Error, "A tick failed; the next one is tried.")]
    public static partial void TickFailed(this ILogger logger, Exception error);

    [LoggerMessage(2003, LogLevel.Information, "{Action} {Count} of {Pool} ({Reason}: {Detail}) -> {Receipt}")]
    public static partial void ActionApplied(this ILogger logger, ScaleActionKind action, int count, PoolId pool, string reason, string detail, string receipt);

    [LoggerMessage(2004, LogLevel.Warning, "{Action} {Count} of {Pool} ({Reason}: {Detail}) was not applied: {Receipt}")]
    public static partial void ActionNotApplied(this ILogger logger, ScaleActionKind action, int count, PoolId pool, string reason, string detail, string receipt);

    [LoggerMessage(2005, LogLevel.Information, "Plan {Epoch}.{Version} published: {Allocator}, {Targets} pools.")]
    public static partial void PlanPublished(this ILogger logger, long epoch, long version, string allocator, int targets);

    [LoggerMessage(2006, LogLevel.Error, "The plan can't be written: {Problem}")]
    public static partial void PlanNotPublished(this ILogger logger, string problem);

    [LoggerMessage(2007, LogLevel.Warning, "Facts count as stale after {StaleAfter} of request time, but come only every {Interval}: scale-in will freeze now and then. Raise Scaler:Planning:StaleAfter or lower Scaler:Source:ScrapeInterval.")]
    public static partial void StaleLimitTight(this ILogger logger, TimeSpan staleAfter, TimeSpan interval);

    [LoggerMessage(2008, LogLevel.Information, "Configuration {Version} is planned with from {At} on, strategy {Strategy}.")]
    public static partial void PlansOtherwise(this ILogger logger, long version, string strategy, Instant at);

    [LoggerMessage(2010, LogLevel.Warning, "Gateway {Region} at {Url} does not answer: {Problem}")]
    public static partial void GatewaySilent(this ILogger logger, string region, string url, string problem);

    [LoggerMessage(2011, LogLevel.Information, "Gateway {Region} at {Url} answers again.")]
    public static partial void GatewayHeardAgain(this ILogger logger, string region, string url);

    [LoggerMessage(2012, LogLevel.Warning, "Prometheus does not answer: {Problem}")]
    public static partial void PrometheusSilent(this ILogger logger, string problem);

    [LoggerMessage(2013, LogLevel.Information, "Prometheus answers again.")]
    public static partial void PrometheusHeardAgain(this ILogger logger);

    [LoggerMessage(2014, LogLevel.Information, "{Bins} demand bins of history read.")]
    public static partial void HistoryRead(this ILogger logger, int bins);

    [LoggerMessage(2020, LogLevel.Warning, "Replicas of {Region} can't be listed: {Problem}")]
    public static partial void FleetSilent(this ILogger logger, RegionId region, string problem);

    [LoggerMessage(2021, LogLevel.Information, "Replicas of {Region} can be listed again.")]
    public static partial void FleetHeardAgain(this ILogger logger, RegionId region);

    [LoggerMessage(2022, LogLevel.Information, "Replica {Replica} drains with {Running} requests running.")]
    public static partial void DrainBegun(this ILogger logger, InstanceId replica, int running);

    [LoggerMessage(2024, LogLevel.Warning, "Replica {Replica} could not be told to leave: {Problem}")]
    public static partial void DrainFailed(this ILogger logger, InstanceId replica, string problem);

    [LoggerMessage(2018, LogLevel.Warning, "{Count} replicas of {Pool} that were to start in the place of others did not: {Problem}")]
    public static partial void SwapFailed(this ILogger logger, PoolId pool, int count, string problem);

    [LoggerMessage(2029, LogLevel.Warning, "Engines of unit {Unit} could not be told to sleep or wake: {Problem}")]
    public static partial void TurnFailed(this ILogger logger, string unit, string problem);

    [LoggerMessage(2023, LogLevel.Error, "The fleet file of {Region} can't be written: {Problem}")]
    public static partial void FleetFileFailed(this ILogger logger, RegionId region, string problem);

    [LoggerMessage(2025, LogLevel.Warning, "What forecasts were studied to be can't be read from {Path}: {Problem}. They are studied anew.")]
    public static partial void RecipesNotRead(this ILogger logger, string path, string problem);

    [LoggerMessage(2026, LogLevel.Error, "What forecasts were studied to be can't be written to {Path}: {Problem}. A restart studies them anew.")]
    public static partial void RecipesNotKept(this ILogger logger, string path, string problem);

    [LoggerMessage(2027, LogLevel.Warning, "Receipts of moves can't be read from {Path}: {Problem}. The file is kept in {Aside}; what can be read of it goes on.")]
    public static partial void ReceiptsNotRead(this ILogger logger, string path, string problem, string aside);

    [LoggerMessage(2028, LogLevel.Error, "Receipts of moves can't be written to {Path}: {Problem}. A restart loses them.")]
    public static partial void ReceiptsNotKept(this ILogger logger, string path, string problem);

    [LoggerMessage(2040, LogLevel.Information, "Moves this region's replicas: {Paces}; plans for all regions: {Plans} (decided in {Arbiter}).")]
    public static partial void LeadsNow(this ILogger logger, bool paces, bool plans, string arbiter);

    [LoggerMessage(2041, LogLevel.Warning, "The lease {Lease} could not be asked for: {Problem}")]
    public static partial void LeaseTrouble(this ILogger logger, string lease, string problem);

    [LoggerMessage(2042, LogLevel.Information, "Plan {Epoch}.{Version} of {IssuedAt} was accepted from another region.")]
    public static partial void PlanAccepted(this ILogger logger, long epoch, long version, Instant issuedAt);

    [LoggerMessage(2043, LogLevel.Warning, "The scaler of {Region} is silent, plans leave its region as it is: {Problem}")]
    public static partial void PeerSilent(this ILogger logger, RegionId region, string problem);

    [LoggerMessage(2044, LogLevel.Information, "The scaler of {Region} is heard again.")]
    public static partial void PeerHeardAgain(this ILogger logger, RegionId region);

    [LoggerMessage(2045, LogLevel.Debug, "The plan of {Region} was not read: {Problem}")]
    public static partial void PeerPlanNotRead(this ILogger logger, RegionId region, string problem);

    [LoggerMessage(2046, LogLevel.Warning, "The plan can't be kept in the ConfigMap {Name}: {Problem}")]
    public static partial void PlanNotKept(this ILogger logger, string name, string problem);

    [LoggerMessage(2047, LogLevel.Information, "The plan is kept in the ConfigMap {Name} again.")]
    public static partial void PlanKeptAgain(this ILogger logger, string name);
}
