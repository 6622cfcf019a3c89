# Which column of what is piped in has the record's id, and what is said where none has.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')

    # Runs a pipeline and returns the error that it must end with.
    function Get-EndOf([scriptblock] $Script) {
        try { $null = & $Script } catch { return $_ }
        throw 'The run went on.'
    }

    # Characters that can't be seen, and that people don't type.
    $bom, $zeroWidth, $noBreak = [char] 0xFEFF, [char] 0x200B, [char] 0xA0
}

Describe 'The id of a row' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 4 }
        $emulator.Settings.RecordRequests = $true
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    Context 'where two columns could have it' {
        It '<Cmdlet> refuses a row whose <First> and <Second> differ, before any call, and names both' -ForEach @(
            foreach ($cmdlet in 'Lock-ZohoRecord', 'Get-ZohoRecordLock', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord') {
                foreach ($pair in ('Record Id', 'ID'), ('Record_Id', 'Id'), ('RecordId', 'id'), ('Record Id', 'RecordId'), ('Id', 'Record Id')) {
                    @{ Cmdlet = $cmdlet; First = $pair[0]; Second = $pair[1] }
                }
            }
        ) {
            $more = if ($Cmdlet -match '^(Lock|Set)-') { @{ Reason = 'x' } } else { @{} }
            $rows = [pscustomobject] @{ 'Record Id' = $ids[3] }, [pscustomobject] @{ $First = "zcrm_$($ids[0])"; Name = 'x'; $Second = $ids[1] }
            $rows | & $Cmdlet Deals @more -ErrorVariable errors -ErrorAction SilentlyContinue | Out-Null
            $refused = $errors | Where-Object FullyQualifiedErrorId -Like 'AmbiguousRecordId,*'
            $refused | Should -HaveCount 1
            $refused.Exception.Message | Should -BeLike 'Input 2: *'
            foreach ($part in "'zcrm_$($ids[0])' in '$First'", "'$($ids[1])' in '$Second'") { $refused.Exception.Message.Contains($part) | Should -BeTrue }
            $refused.CategoryInfo.Category | Should -Be InvalidArgument
            [object]::ReferenceEquals($refused.TargetObject, $rows[1]) | Should -BeTrue
            @($emulator.Requests.PathAndQuery) -match "$($ids[0])|$($ids[1])" | Should -BeNullOrEmpty
        }

        It 'the advice of the error names the column that is meant' {
            [pscustomobject] @{ 'Record Id' = $ids[0]; ID = $ids[1] } | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors.ErrorDetails.RecommendedAction | Should -BeLike "*-RecordId { `$_.'Record Id' }*"
            $lock = [pscustomobject] @{ 'Record Id' = $ids[0]; ID = $ids[1] } | Lock-ZohoRecord Deals -Reason x -RecordId { $_.'Record Id' }
            $lock.RecordId | Should -Be $ids[0]
        }

        It 'one that is empty beside a filled one does not count: <Name>' -ForEach @(
            @{ Name = 'null'; Empty = $null }, @{ Name = 'no text'; Empty = '' }, @{ Name = 'blanks'; Empty = '  ' }
            @{ Name = 'a zero-width space'; Empty = "$([char] 0x200B)" }, @{ Name = 'a database''s null'; Empty = [DBNull]::Value }
        ) {
            $rows = [pscustomobject] @{ 'Record Id' = $Empty; Id = $ids[0] }, [pscustomobject] @{ 'Record Id' = $ids[1]; Id = $Empty }
            ($rows | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids[0..1]
        }

        It 'the same id in both is one id, whatever stands around it' {
            $rows = [pscustomobject] @{ 'Record Id' = "zcrm_$($ids[0])"; Id = " $($ids[0]) " }, [pscustomobject] @{ RecordId = [long] $ids[1]; Record_Id = "ZCRM_$($ids[1])" }
            ($rows | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids[0..1]
        }

        It 'a value that is no id is one all the same: the row is refused' {
            [pscustomobject] @{ 'Record Id' = $ids[0]; Id = 'A-17' } | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors.FullyQualifiedErrorId | Should -BeLike 'AmbiguousRecordId,*'
            $emulator.CallCount | Should -Be 0
        }

        It 'long values are shown in part' {
            [pscustomobject] @{ 'Record Id' = $ids[0]; Id = 'x' * 10000 } | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors[0].Exception.Message.Length | Should -BeLessThan 300
        }
    }

    Context 'in objects of every sort' {
        It 'is found in <Name>' -ForEach @(
            @{ Name = 'a row of Import-Csv'; Make = { "Record Id,Name`nzcrm_$($args[0]),x" | ConvertFrom-Csv } }
            @{ Name = 'a row of JSON with a number'; Make = { "{`"id`":$($args[0])}" | ConvertFrom-Json } }
            @{ Name = 'a lock'; Make = { [ZohoLock.RecordLock]::new('Deals', $args[0], '1') | Select-Object Module, RecordId } }
            @{ Name = 'a deserialised object'; Make = { $made = [pscustomobject] @{ Id = $args[0] }; [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($made)) } }
            @{ Name = 'a row of a data table'; Make = { $table = [Data.DataTable]::new(); $null = $table.Columns.Add('Record Id'); $null = $table.Columns.Add('Id'); $table.Rows.Add($args[0], [DBNull]::Value) } }
            @{ Name = 'an XML element'; Make = { ([xml] "<deal><Id>$($args[0])</Id></deal>").deal } }
            @{ Name = 'an object with a property that is made when it is read'; Make = { $id = $args[0]; [pscustomobject] @{ x = 1 } | Add-Member ScriptProperty Id { $id }.GetNewClosure() -PassThru } }
            @{ Name = 'a record of the emulator'; Make = { $emulator.GetModule('Deals').Records | Where-Object Id -EQ $args[0] } }
        ) {
            (& $Make $ids[2] | Lock-ZohoRecord Deals -Reason x -ErrorAction Stop).RecordId | Should -Be $ids[2]
        }

        It 'a property that can''t be read is an error of its record' {
            $bad = [pscustomobject] @{ x = 1 } | Add-Member ScriptProperty 'Record Id' { throw 'no' } -PassThru
            $locks = [pscustomobject] @{ Id = $ids[0] }, $bad, [pscustomobject] @{ Id = $ids[1] } |
                Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
            $locks.RecordId | Should -Be $ids[0..1]
            $errors | Should -HaveCount 1
            $errors.FullyQualifiedErrorId | Should -BeLike 'InvalidRecordId,*'
            $errors.Exception.Message | Should -BeLike "Input 2: *'Record Id'*"
        }

        It 'an object in the place of an id is an error of its record' {
            $locks = [pscustomobject] @{ Id = $ids[0] }, [pscustomobject] @{ Id = [pscustomobject] @{ Id = $ids[1] } } |
                Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
            $locks.RecordId | Should -Be $ids[0]
            $errors.FullyQualifiedErrorId | Should -BeLike 'InvalidRecordId,*'
            $errors.Exception.Message | Should -BeLike "Input 2: *'Id'*"
        }

        It 'rows of different shapes may follow each other' {
            $rows = [pscustomobject] @{ 'Record Id' = $ids[0] }, [pscustomobject] @{ "$bom`"ID`"" = $ids[1] }, [pscustomobject] @{ Id = $ids[2] }, $ids[3]
            ($rows | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids
        }

        It 'several ids in one property, or in an array that is piped as one, are taken' {
            ([pscustomobject] @{ Id = $ids[0..1] } | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids[0..1]
            (, $ids[2..3] | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids[2..3]
        }
    }

    Context 'where the column''s name has more than letters' {
        It '<Name> is the id column' -ForEach @(
            @{ Name = 'a byte order mark before it'; Column = "$([char] 0xFEFF)Record Id" }
            @{ Name = 'a byte order mark and quotes'; Column = "$([char] 0xFEFF)`"Record Id`"" }
            @{ Name = 'quotes'; Column = "'Record Id'" }
            @{ Name = 'blanks'; Column = '  Record Id ' }
            @{ Name = 'a no-break space after it'; Column = "Record Id$([char] 0xA0)" }
            @{ Name = 'a no-break space inside'; Column = "Record$([char] 0xA0)Id" }
            @{ Name = 'a zero-width character'; Column = "$([char] 0x200B)ID" }
            @{ Name = 'other capital letters'; Column = 'RECORD_ID' }
        ) {
            $rows = 0..1 | ForEach-Object { [pscustomobject] @{ $Column = "zcrm_$($ids[$_])"; Name = 'x' } }
            ($rows | Lock-ZohoRecord Deals -Reason x -ErrorAction Stop).RecordId | Should -Be $ids[0..1]
        }

        It 'such a column counts beside one that is written as it should be' {
            [pscustomobject] @{ "${bom}Record Id" = $ids[0]; ID = $ids[1] } | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors.FullyQualifiedErrorId | Should -BeLike 'AmbiguousRecordId,*'
            $emulator.CallCount | Should -Be 0
        }
    }
}

Describe 'Input that has no rows' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 4 }
        $ids = Get-TestId $emulator
    }

    AfterEach {
        $emulator.CallCount | Should -Be 0
        Stop-TestSession $emulator
    }

    It '<Cmdlet>: a file with <Name> between its columns is one error, which tells the -Delimiter' -ForEach @(
        foreach ($cmdlet in 'Lock-ZohoRecord', 'Get-ZohoRecordLock', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord') {
            @{ Cmdlet = $cmdlet; Name = 'semicolons'; Separator = ';'; Says = "*-Delimiter ';'*" }
            @{ Cmdlet = $cmdlet; Name = 'tabs'; Separator = "`t"; Says = '*-Delimiter "?t"*' }
            @{ Cmdlet = $cmdlet; Name = 'bars'; Separator = '|'; Says = "*-Delimiter '|'*" }
        }
    ) {
        $more = if ($Cmdlet -match '^(Lock|Set)-') { @{ Reason = 'x' } } else { @{} }
        $file = Join-Path $TestDrive 'export.csv'
        @('Record Id', 'Deal Name', 'Amount' -join $Separator) + @($ids.ForEach({ "zcrm_$_", 'x', '1,5' -join $Separator })) | Set-Content $file
        $end = Get-EndOf { Import-Csv $file | & $Cmdlet Deals @more }
        $end.FullyQualifiedErrorId | Should -BeLike 'NoRecordIdColumn,*'
        $end.Exception.Message | Should -BeLike '*Record Id*'
        $end.ErrorDetails.RecommendedAction | Should -BeLike $Says
    }

    It 'a workbook that is called a CSV is one error, which says so: <Name>' -ForEach @(
        @{ Name = 'xlsx'; Begin = 0x50, 0x4B, 3, 4, 0x14, 0, 6, 0, 8, 0 }, @{ Name = 'xls'; Begin = 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }
    ) {
        $file = Join-Path $TestDrive 'book.csv'
        [IO.File]::WriteAllBytes($file, [byte[]] ($Begin + 0x2C + 0x31 + 0x0A + 0x78 + 0x2C + 0x79 + 0x0A))
        $end = Get-EndOf { Import-Csv $file | Lock-ZohoRecord Deals -Reason x }
        $end.FullyQualifiedErrorId | Should -BeLike 'NoRecordIdColumn,*'
        $end.Exception.Message | Should -BeLike '*no CSV, but a workbook*'
        $end.Exception.Message | Should -Not -BeLike '*u0004*'
        $end.ErrorDetails.RecommendedAction | Should -BeLike '*CSV*text*'
    }

    It 'a file in <Encoding> that does not say so is one error, which tells the -Encoding' -ForEach @(
        @{ Encoding = 'Unicode' }, @{ Encoding = 'BigEndianUnicode' }
    ) {
        $file = Join-Path $TestDrive 'utf16.csv'
        [IO.File]::WriteAllBytes($file, [Text.Encoding]::$Encoding.GetBytes("Record Id,Deal Name`n$($ids[0]),x`n"))
        $end = Get-EndOf { Import-Csv $file | Lock-ZohoRecord Deals -Reason x }
        $end.FullyQualifiedErrorId | Should -BeLike 'NoRecordIdColumn,*'
        $end.Exception.Message | Should -Not -BeLike '*u0000*'
        $end.ErrorDetails.RecommendedAction | Should -BeLike "*-Encoding $Encoding | Lock-ZohoRecord*"
        (Import-Csv $file -Encoding $Encoding).'Record Id' | Should -Be $ids[0]
    }

    It 'a file with commas, read with another delimiter, is one error, which tells the comma' {
        $rows = "Record Id,Deal Name`n$($ids[0]),x" -split "`n" | ConvertFrom-Csv -Delimiter ';'
        (Get-EndOf { $rows | Lock-ZohoRecord Deals -Reason x }).ErrorDetails.RecommendedAction | Should -BeLike "*-Delimiter ','*"
    }

    It 'a comma inside the only quoted column does not hide the semicolons' {
        $rows = "Record Id;Amount, net;x`n$($ids[0]);1;2" -split "`n" | ConvertFrom-Csv
        (Get-EndOf { $rows | Lock-ZohoRecord Deals -Reason x }).ErrorDetails.RecommendedAction | Should -BeLike "*-Delimiter ';'*"
    }

    It 'a column <Column> whose values look like record ids is named, with what takes them from it' -ForEach @(
        @{ Column = 'Deal Id'; Value = 'zcrm_5843104000000425565' }, @{ Column = 'DealID'; Value = '5843104000000425565' }
        @{ Column = 'Datensatz'; Value = 'zcrm_5843104000000425565' }, @{ Column = "Boss's deal"; Value = '5843104000000425565' }
    ) {
        $end = Get-EndOf { [pscustomobject] @{ 'Deal Owner.id' = 'zcrm_5843104000000424672'; Name = 'x'; $Column = $Value } | Lock-ZohoRecord Deals -Reason x }
        $end.FullyQualifiedErrorId | Should -BeLike 'NoRecordIdColumn,*'
        $end.Exception.Message | Should -BeLike "*'$Column'*"
        $end.ErrorDetails.RecommendedAction | Should -BeLike "*-RecordId { `$_.'$($Column -replace "'", "''")' }*"
        $end.ErrorDetails.RecommendedAction | Should -Not -BeLike '*Owner*'
    }

    It 'the columns of a data table are judged too' {
        $table = [Data.DataTable]::new()
        foreach ($name in 'Name', 'Deal') { $null = $table.Columns.Add($name) }
        $row = $table.Rows.Add('x', 'zcrm_5843104000000425565')
        (Get-EndOf { $row | Lock-ZohoRecord Deals -Reason x }).ErrorDetails.RecommendedAction | Should -BeLike "*-RecordId { `$_.'Deal' }*"
    }

    It 'the error shows a sane number of columns, and each in part' {
        $columns = [ordered] @{}
        foreach ($number in 1..300) { $columns["Column $number $('x' * 200)"] = 'y' }
        $end = Get-EndOf { [pscustomobject] $columns | Lock-ZohoRecord Deals -Reason x }
        $end.Exception.Message | Should -BeLike '*Column 1 *'
        $end.Exception.Message | Should -BeLike '*300*'
        $end.Exception.Message.Length | Should -BeLessThan 1000
    }

    It 'a file that is no CSV is one error' {
        $file = Join-Path $TestDrive 'page.csv'
        '<html>', '<body>not a CSV</body>', '</html>' | Set-Content $file
        (Get-EndOf { Import-Csv $file | Lock-ZohoRecord Deals -Reason x }).FullyQualifiedErrorId | Should -BeLike 'NoRecordIdColumn,*'
    }

    It '<Name> is one error, which says what to do' -ForEach @(
        @{ Name = 'a file'; Piped = { Get-Item $PSCommandPath }; Says = '*Import-Csv*' }
        @{ Name = 'a folder'; Piped = { Get-Item $PSScriptRoot }; Says = '*Import-Csv*' }
        @{ Name = 'the lines of a CSV'; Piped = { 'Record Id,Deal Name', 'zcrm_5843104000000425565,x', 'zcrm_5843104000000425566,y' }; Says = '*Import-Csv*' }
        @{ Name = 'the lines of a CSV with semicolons'; Piped = { 'Id;Deal Name', '5843104000000425565;x' }; Says = '*Import-Csv*' }
        @{ Name = 'a whole CSV as one string'; Piped = { "Record Id`r`nzcrm_5843104000000425565`r`nzcrm_5843104000000425566`r`n" }; Says = '*Import-Csv*' }
        @{ Name = 'several ids in one string'; Piped = { '5843104000000425565,5843104000000425566' }; Says = '*' }
        @{ Name = 'a small number'; Piped = { 1..3 }; Says = '*' }
        @{ Name = 'a date'; Piped = { Get-Date; Get-Date }; Says = '*' }
        @{ Name = 'a truth value'; Piped = { $true }; Says = '*' }
        @{ Name = 'a hashtable'; Piped = { @{ Id = '5843104000000425565' } }; Says = '*pscustomobject*' }
        @{ Name = 'an ordered dictionary'; Piped = { [ordered] @{ Id = '5843104000000425565' } }; Says = '*pscustomobject*' }
        @{ Name = 'an array of rows, piped as one'; Piped = { , @([pscustomobject] @{ Id = '5843104000000425565' }, [pscustomobject] @{ Id = '5843104000000425566' }) }; Says = '*ForEach-Object*' }
        @{ Name = 'an object of another sort'; Piped = { [version] '1.2' }; Says = '*' }
    ) {
        $end = Get-EndOf { & $Piped | Lock-ZohoRecord Deals -Reason x }
        $end.FullyQualifiedErrorId | Should -BeLike '*,ZohoLock.Commands.LockZohoRecordCommand'
        $end.FullyQualifiedErrorId | Should -Match '^(UnsupportedInput|NoRecordIdColumn),'
        $end.CategoryInfo.Category | Should -Be InvalidArgument
        $end.ErrorDetails.RecommendedAction | Should -BeLike $Says
    }

    It 'nothing at all is an error of its record' {
        $null | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 1
        $errors.FullyQualifiedErrorId | Should -BeLike 'MissingRecordId,*'
    }

    It 'objects given to -RecordId are one error: <Name>' -ForEach @(
        @{ Name = 'a row'; Given = { [pscustomobject] @{ Id = '5843104000000425565' } } }
        @{ Name = 'rows'; Given = { [pscustomobject] @{ Id = '5843104000000425565' }, [pscustomobject] @{ Id = '5843104000000425566' } } }
        @{ Name = 'a file'; Given = { Get-Item $PSCommandPath } }
    ) {
        $end = Get-EndOf { Lock-ZohoRecord Deals -RecordId (& $Given) -Reason x }
        $end.FullyQualifiedErrorId | Should -BeLike 'UnsupportedInput,*'
        $end.ErrorDetails.RecommendedAction | Should -BeLike '*| Lock-ZohoRecord*'
    }

    It 'a column that is missing because of the delimiter is told where PowerShell misses the reason, too' {
        $rows = "Record Id;Reason`n$($ids[0]);x`n$($ids[1]);y" -split "`n" | ConvertFrom-Csv
        $end = Get-EndOf { $rows | Lock-ZohoRecord Deals -ErrorAction SilentlyContinue }
        $end.FullyQualifiedErrorId | Should -BeLike 'NoRecordIdColumn,*'
        $end.ErrorDetails.RecommendedAction | Should -BeLike "*-Delimiter ';'*"
    }
}

Describe 'Input that is partly no rows' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 4 }
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It '<Name> behind a good row is an error of its record, and the rest is done' -ForEach @(
        @{ Name = 'a row without an id column'; Bad = { [pscustomobject] @{ Deal = 'x' } }; Error = 'MissingRecordId' }
        @{ Name = 'a file'; Bad = { Get-Item $PSCommandPath }; Error = 'UnsupportedInput' }
        @{ Name = 'a small number'; Bad = { 7 }; Error = 'UnsupportedInput' }
        @{ Name = 'a hashtable'; Bad = { @{ Id = '5843104000000425565' } }; Error = 'UnsupportedInput' }
        @{ Name = 'a line of a CSV'; Bad = { 'Record Id,Deal Name' }; Error = 'InvalidRecordId' }
        @{ Name = 'nothing'; Bad = { , $null }; Error = 'MissingRecordId' }
    ) {
        $locks = @([pscustomobject] @{ Id = $ids[0] }; & $Bad; $ids[1]) | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be $ids[0..1]
        $errors | Should -HaveCount 1
        $errors.FullyQualifiedErrorId | Should -BeLike "$Error,*"
        $errors.Exception.Message | Should -BeLike 'Input 2: *'
    }

    It 'a first row whose id is empty is an error of its record, and the rest is done' {
        $locks = [pscustomobject] @{ 'Record Id' = '' }, [pscustomobject] @{ 'Record Id' = $ids[0] } |
            Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be $ids[0]
        $errors.FullyQualifiedErrorId | Should -BeLike 'MissingRecordId,*'
    }
}

Describe '-RecordId beside objects that are piped in' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 4 }
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It '<_> refuses an id beside them, before any call' -ForEach 'Lock-ZohoRecord', 'Get-ZohoRecordLock', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord' {
        $more = if ($_ -match '^(Lock|Set)-') { @{ Reason = 'x' } } else { @{} }
        $cmdlet = $_
        $end = Get-EndOf { $ids | & $cmdlet Deals -RecordId $ids[0] @more }
        $end.FullyQualifiedErrorId | Should -BeLike 'RecordIdAndInput,*'
        $emulator.CallCount | Should -Be 0
    }

    It 'a reason in the id''s place is one error, which says so' {
        $end = Get-EndOf { [pscustomobject] @{ 'Record Id' = $ids[0] }, [pscustomobject] @{ 'Record Id' = $ids[1] } | Lock-ZohoRecord Deals 'Quarter closed' }
        $end.FullyQualifiedErrorId | Should -BeLike 'RecordIdAndInput,*'
        $end.Exception.Message | Should -BeLike "*'Quarter closed'*"
        $end.ErrorDetails.RecommendedAction | Should -BeLike '*-Reason*'
        $emulator.CallCount | Should -Be 0
    }

    It 'a script block takes the id from any column, whatever the others are' {
        $rows = 0..1 | ForEach-Object { [pscustomobject] @{ 'Record Id' = $ids[3]; 'Deal Id' = "zcrm_$($ids[$_])" } }
        ($rows | Lock-ZohoRecord Deals -RecordId { $_.'Deal Id' } -Reason x).RecordId | Should -Be $ids[0..1]
    }

    It 'a script block that brings no id is an error of its record: <Name>' -ForEach @(
        @{ Name = 'nothing'; Script = { $_.Nonesuch }; Error = 'MissingRecordId' }
        @{ Name = 'the row'; Script = { $_ }; Error = 'UnsupportedInput' }
        @{ Name = 'no id'; Script = { 'x' }; Error = 'InvalidRecordId' }
    ) {
        [pscustomobject] @{ 'Record Id' = $ids[0] } | Lock-ZohoRecord Deals -RecordId $Script -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 1
        $errors.FullyQualifiedErrorId | Should -BeLike "$Error,*"
        $emulator.CallCount | Should -Be 0
    }
}

Describe 'A lock id' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 3 }
        $ids = Get-TestId $emulator
        $locks = Lock-ZohoRecord Deals $ids x
        $emulator.ResetCounters()
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It '<_> refuses one for the ids of an array, before any call' -ForEach 'Get-ZohoRecordLock', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord' {
        $more = if ($_ -like 'Set-*') { @{ Reason = 'y' } } else { @{} }
        & $_ Deals $ids -LockId $locks[0].LockId @more -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 3
        $errors.FullyQualifiedErrorId | Select-Object -Unique | Should -BeLike 'InvalidLockId,*'
        $emulator.CallCount | Should -Be 0
    }

    It 'that is typed is that of the first record piped in, and the others are refused' {
        $unlocked = $ids | Unlock-ZohoRecord Deals -LockId $locks[0].LockId -ErrorVariable errors -ErrorAction SilentlyContinue
        $unlocked.RecordId | Should -Be $ids[0]
        $errors | Should -HaveCount 2
        $errors.FullyQualifiedErrorId | Select-Object -Unique | Should -BeLike 'InvalidLockId,*'
        $emulator.CallCount | Should -Be 1
    }

    It 'in a row with several ids is refused' {
        [pscustomobject] @{ RecordId = $ids; LockId = $locks[0].LockId } | Unlock-ZohoRecord Deals -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 3
        $emulator.CallCount | Should -Be 0
    }

    It 'of a lock piped in is not used for the lock''s own record where a script block names another' {
        $locks[0] | Set-ZohoRecordLock -RecordId { $ids[1] } -Reason y -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors | Should -HaveCount 1
        (Get-ZohoRecordLock Deals $ids).Reason | Should -Be x, x, x
    }

    It 'that is typed goes before that of the lock piped in' {
        $locks[0] | Set-ZohoRecordLock -LockId $locks[1].LockId -Reason y -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors | Should -HaveCount 1
        (Get-ZohoRecordLock Deals $ids).Reason | Should -Be x, x, x
    }

    It 'of a lock piped in is not used for the lock''s own module where another one is typed' {
        { $locks[0] | Set-ZohoRecordLock Leads -Reason y } | Should -Throw '*module name given seems to be invalid*'
        (Get-ZohoRecordLock Deals $ids).Reason | Should -Be x, x, x
    }

    It 'comes along with each row that has one' {
        ($locks | Select-Object Module, RecordId, LockId | Unlock-ZohoRecord).LockId | Should -Be $locks.LockId
        $emulator.CallCount | Should -Be 3
    }
}
