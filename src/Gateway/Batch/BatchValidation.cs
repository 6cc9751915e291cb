using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>Reads a whole input file once and says whether it is a batch: every line right, names unique, one model.</summary>
internal sealed class BatchValidation(BatchLineRules rules, BatchOptions options)
{
    private readonly HashSet<string> _customIds = new(StringComparer.Ordinal);
    private readonly ImmutableArray<BatchError>.Builder _errors = ImmutableArray.CreateBuilder<BatchError>();

    /// <summary>Served name of the one model, as the first line has it.</summary>
    public string? ServedName { get; private set; }

    public ModelId Model { get; private set; }

    public int Total { get; private set; }

    public int LastLine { get; private set; }

    public ImmutableArray<BatchError> Errors => _errors.ToImmutable();

    public async Task RunAsync(Stream content, CancellationToken cancellation)
    {
        await foreach (var line in LineReader.ReadAsync(content, options.MaxLineBytes, cancellation))
        {
            LastLine = line.Number;
            if (!line.IsBlank && CheckLine(line) is { } error)
            {
                _errors.Add(error);
            }

            if (_errors.Count >= options.MaxReportedErrors)
            {
                return;
            }
        }

        if (Total == 0)
        {
            _errors.Add(new BatchError("empty_batch", "The file has no lines.", "input_file_id"));
        }
    }

    private BatchError? CheckLine(in TextLine text)
    {
        Total++;
        if (Total > options.MaxLines)
        {
            return new BatchError("too_many_tasks", $"A batch takes {options.MaxLines} lines.", null, text.Number);
        }

        if (text.Number > DeferredItem.MaxLine)
        {
            return new BatchError("too_many_tasks", $"A batch takes nothing after line {DeferredItem.MaxLine}, blank lines counted.", null, text.Number);
        }

        if (text.IsTooLong)
        {
            return new BatchError("line_too_long", $"This line is longer than {options.MaxLineBytes} bytes.", null, text.Number);
        }

        var (line, error) = rules.Check(text.Number, text.Bytes);
        return error ?? CheckAmongOthers(line!, text.Number);
    }

    private BatchError? CheckAmongOthers(BatchLine line, int number)
    {
        if (!_customIds.Add(line.CustomId))
        {
            return new BatchError("duplicate_custom_id", $"'{line.CustomId}' stands in an earlier line too.", "custom_id", number);
        }

        if (ServedName is null)
        {
            (ServedName, Model) = (line.Parsed.Model, line.Model);
        }

        return line.Model == Model
            ? null
            : new BatchError("model_mismatch", $"One batch takes one model: this line has '{line.Parsed.Model}', the first one '{ServedName}'.", "body.model", number);
    }
}
