using System.ComponentModel;
using System.Globalization;

namespace SageServe.Hosting;

internal sealed class TextIdConverter<TId> : TypeConverter
    where TId : struct, ITextId<TId>
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? TId.From(text) : base.ConvertFrom(context, culture, value);
}
