using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Patient work's part of the gateway: what it registers, and its routes.</summary>
internal static class BatchRegistration
{
    /// <summary>Needs options, catalog, clock, identity and the deferred runner from the rest of the gateway.</summary>
    public static IServiceCollection AddBatch(this IServiceCollection services)
    {
        services.AddSingleton(p => Gateway(p).Batch);
        services.AddSingleton(OpenStore).AddSingleton<StoreAbsence>();
        services.AddSingleton(OpenBlobs).AddSingleton<TimeOrderedIds>();
        services.AddSingleton(p => new PatientQueue(
            p.GetRequiredService<IDeferredStore>(), new RegionId(Gateway(p).Region), p.GetRequiredService<ServingCatalog>(), p.GetRequiredService<BatchOptions>()));
        services.AddSingleton(p => Gateway(p).Files).AddSingleton<FileIndex>().AddSingleton<FileShelf>().AddSingleton<FileQuota>();
        services.AddSingleton<UploadReader>().AddSingleton<FilesApi>();
        services.AddSingleton<FileRests>().AddSingleton<FileSweeper>().AddHostedService(p => p.GetRequiredService<FileSweeper>());
        services.AddSingleton<GatewayStart>().AddSingleton<BatchRecords>().AddSingleton<BatchShelf>().AddSingleton<IdempotencyKeys>();
        services.AddSingleton<BatchEstimate>().AddSingleton<BatchIntake>().AddSingleton<BatchFiles>().AddSingleton<BatchEnds>();
        services.AddSingleton<BatchSteps>().AddSingleton<BatchInput>().AddSingleton<BatchesApi>().AddSingleton<BatchEndpoint>();
        services.AddSingleton<FlexLane>().AddSingleton<IFlexLane>(p => p.GetRequiredService<FlexLane>());
        services.AddSingleton<InteractiveLoad>().AddSingleton<HeadroomBook>().AddSingleton<BatchSampler>().AddSingleton<BatchPromises>();
        services.AddSingleton<EtaTally>().AddSingleton<ReleasePause>().AddSingleton<OutlookMemory>().AddSingleton<BatchCancel>().AddSingleton<PromiseDesk>().AddHostedService(p => p.GetRequiredService<PromiseDesk>());
        services.AddSingleton<LineRunner>();
        services.AddSingleton<DeferredReadout>().AddSingleton<IDeferredReadout>(p => p.GetRequiredService<DeferredReadout>());
        services.AddSingleton<LaneAudit>().AddSingleton<RebuildEndpoint>();
        services.AddSingleton<QueueAudit>().AddHostedService(p => p.GetRequiredService<QueueAudit>());
        services.AddSingleton<BatchKeeper>().AddHostedService(p => p.GetRequiredService<BatchKeeper>());
        services.AddSingleton<DeferredPump>().AddHostedService(p => p.GetRequiredService<DeferredPump>());
        services.AddSingleton<QueueView>().AddSingleton<FailedLines>().AddSingleton<BatchRetry>().AddSingleton<QueueEndpoint>();
        return services;
    }

    public static IEndpointConventionBuilder MapBatch(this IEndpointRouteBuilder builder)
    {
        var routes = builder.MapGroup("");
        var endpoint = builder.ServiceProvider.GetRequiredService<BatchEndpoint>();
        var files = builder.ServiceProvider.GetRequiredService<FilesApi>();
        var batches = builder.ServiceProvider.GetRequiredService<BatchesApi>();

        routes.MapPost("/v1/files", http => endpoint.RunAsync(http, files.CreateAsync));
        routes.MapGet("/v1/files", http => endpoint.RunAsync(http, files.ListAsync));
        routes.MapGet("/v1/files/{id}", http => endpoint.RunAsync(http, files.RetrieveAsync));
        routes.MapGet("/v1/files/{id}/content", http => endpoint.RunAsync(http, files.ReadContentAsync));
        routes.MapDelete("/v1/files/{id}", http => endpoint.RunAsync(http, files.DeleteAsync));

        routes.MapPost("/v1/batches", http => endpoint.RunAsync(http, batches.CreateAsync));
        routes.MapGet("/v1/batches", http => endpoint.RunAsync(http, batches.ListAsync));
        routes.MapGet("/v1/batches/{id}", http => endpoint.RunAsync(http, batches.RetrieveAsync));
        routes.MapPost("/v1/batches/{id}/cancel", http => endpoint.RunAsync(http, batches.CancelAsync));
        return routes;
    }

    private static GatewayOptions Gateway(IServiceProvider services) => services.GetRequiredService<GatewayOptions>();

    private static IBlobStore OpenBlobs(IServiceProvider services)
    {
        var (gateway, time) = (Gateway(services), services.GetRequiredService<SteadyClock>().Time);
        return gateway.Files.Kind == FileStoreOptions.S3Kind
            ? new S3BlobStore(gateway.Files.S3, time)
            : new FolderBlobStore(gateway.Files.Folder ?? gateway.DataDirectory, time);
    }

    private static IDeferredStore OpenStore(IServiceProvider services)
    {
        var gateway = Gateway(services);
        var time = services.GetRequiredService<SteadyClock>().Time;
        var limits = new DeferredLimits(gateway.Batch.MaxQueuedItems);
        return gateway.Store.Kind == "redis"
            ? new RedisDeferredStore(gateway.Store.Redis!, limits, time)
            : new SqliteDeferredStore(Path.Combine(gateway.DataDirectory, "queue.db"), limits, time);
    }
}
