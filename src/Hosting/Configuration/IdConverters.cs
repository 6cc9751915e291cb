using System.ComponentModel;

namespace SageServe.Hosting;

/// <summary>Lets the configuration binder read ids and instants, which pure rooms define without knowing of it.</summary>
internal static class IdConverters
{
    private static readonly Lazy<bool> Registered = new(() =>
    {
        Add<AcceleratorId>();
        Add<InstanceId>();
        Add<ModelId>();
        Add<RegionId>();
        Add<TenantId>();
        TypeDescriptor.AddAttributes(typeof(Instant), new TypeConverterAttribute(typeof(InstantConverter)));
        return true;
    });

    public static void Register() => _ = Registered.Value;

    private static void Add<TId>()
        where TId : struct, ITextId<TId> =>
        TypeDescriptor.AddAttributes(typeof(TId), new TypeConverterAttribute(typeof(TextIdConverter<TId>)));
}
